import { ForbiddenError, InvalidPayloadError, isDirectusError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Router } from 'express';
import { move } from './bookmarks/order.ts';
import { keepUnique } from './bookmarks/uniqueness.ts';
import { endpoint, type Context } from './endpoint.ts';

/** The largest id of a row: what an integer of PostgreSQL holds. */
const MAX_ID = 2 ** 31 - 1;

/**
 * Refuses a bookmark of an article that its sender may not read, and tells neither why nor whether there is such an article.
 * That each member has an article once is the database's business, from the start of the server on.
 */
export const bookmarks: HookConfig = ({ filter, init }, { services, database, logger }) => {
	filter<Record<string, unknown>>(
		'bookmarks.items.create',
		async (values, _meta, { accountability, schema, database: transaction }) => {
			// code of the server itself
			if (!accountability || !schema) return values;
			const id = idOf(values['article']);
			// an object would change the article, too
			if (id === null) throw new ForbiddenError();
			const articles = new services.ItemsService('articles', {
				accountability,
				schema,
				knex: transaction
			});
			try {
				await articles.readOne(id, { fields: ['id'] });
			} catch (error) {
				// Directus' own words name the collection, and differ from those for a policy without any access
				throw isDirectusError(error, 'FORBIDDEN') ? new ForbiddenError() : error;
			}
			return values;
		}
	);
	// eslint-disable-next-line @typescript-eslint/no-misused-promises -- Directus awaits it, and logs why it fails
	init('app.before', () => keepUnique(database, logger));
};

/** Moves a bookmark of the caller to a place in the caller's own list. */
export function bookmarkOrder(router: Router, { database, services }: Context): void {
	router.post(
		'/bookmarks/move',
		endpoint(async ({ accountability, schema, body }, response) => {
			const { id, position } = parseMove(body);
			const { user } = accountability;
			if (!user) throw new ForbiddenError();
			await database.transaction((transaction) =>
				move(transaction, { id, position, user }, async (place) => {
					const own = new services.ItemsService('bookmarks', {
						accountability,
						schema,
						knex: transaction
					});
					await own.updateOne(id, { position: place });
				})
			);
			response.status(204).end();
		})
	);
}

function parseMove(body: unknown): { id: number; position: number } {
	const { id, position } = (body ?? {}) as Record<string, unknown>; // any value has properties
	if (!isWhole(id) || !isWhole(position)) {
		throw new InvalidPayloadError({ reason: '"id" and "position" must be whole numbers from 1' });
	}
	return { id, position };
}

function isWhole(value: unknown): value is number {
	return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ID;
}

function idOf(article: unknown): number | null {
	const id = typeof article === 'string' && /^\d{1,10}$/.test(article) ? Number(article) : article;
	return isWhole(id) ? id : null;
}
