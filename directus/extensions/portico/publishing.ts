import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Knex } from 'knex';

/** The part of Directus' service that is used here. */
interface ItemsService {
	updateMany(keys: number[], values: object): Promise<unknown>;
}

/**
 * Sets the date of an article that is published without one: it is published now. Without a date the site would not
 * show it, although Studio shows Published.
 */
export const publishing: HookConfig = ({ filter, action }, { services, getSchema, logger }) => {
	filter<Record<string, unknown>>('articles.items.create', (values) => {
		requireDay(values['published_at']);
		return isPublished(values) && !values['published_at'] ? dated(values) : values;
	});
	filter<Record<string, unknown>>(
		'articles.items.update',
		async (values, { keys }, { database }) => {
			requireDay(values['published_at']);
			if (!isPublished(values) && values['published_at'] !== null) return values;
			if (values['published_at']) return values;
			const rows = await read(database, keys as number[]);
			// others among them have a date, which stays: the action dates those that do not
			const isDue = rows.every((row) => isPublished({ ...row, ...values }) && !dateIn(row, values));
			return isDue ? dated(values) : values;
		}
	);
	action('articles.items.update', ({ keys }, { database }) => {
		// not awaited: an error has to be handled here
		void dateUndated(keys as number[], database).catch((error: unknown) => {
			logger.error(error, 'could not set published_at');
		});
	});

	async function dateUndated(keys: number[], database: Knex): Promise<void> {
		const rows = await read(database, keys);
		const due = rows.filter((row) => isPublished(row) && row.published_at === null);
		if (due.length === 0) return;
		const { ItemsService } = services as {
			ItemsService: new (collection: string, options: object) => ItemsService;
		};
		const articles = new ItemsService('articles', { schema: await getSchema(), knex: database });
		await articles.updateMany(
			due.map(({ id }) => id),
			dated({})
		);
	}
};

interface Row {
	id: number;
	status: string;
	published_at: Date | number | null;
}

function read(database: Knex, keys: number[]): Promise<Row[]> {
	return database('articles').whereIn('id', keys).select<Row[]>('id', 'status', 'published_at');
}

/**
 * Directus keeps a text that is no date as none, and the article would be nowhere.
 *
 * @throws 400 for a text that names no day of the calendar
 */
function requireDay(date: unknown): void {
	if (typeof date !== 'string' || date === '') return;
	const [day] = /^\d{4}-\d\d-\d\d(?=$|[T ])/.exec(date) ?? [];
	const isDay = day && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
	if (isDay && !Number.isNaN(Date.parse(date))) return;
	throw new InvalidPayloadError({ reason: '"published_at" is no date' });
}

function isPublished({ status }: { status?: unknown }): boolean {
	return status === 'published';
}

/** The date that a row will have. */
function dateIn(row: Row, values: Record<string, unknown>): unknown {
	return values['published_at'] === undefined ? row.published_at : values['published_at'];
}

function dated<Values extends object>(values: Values): Values & { published_at: string } {
	return { ...values, published_at: new Date().toISOString() };
}
