import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';

/** Property names of every object: Directus looks collections and fields up in objects, and would find these instead. */
const OBJECT_PROPERTIES = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Properties of a field that Directus stores as JSON and reads for every request. */
const FIELD_OPTIONS = ['options', 'display_options', 'conditions', 'validation', 'translations'];

/** Other properties that Directus stores as JSON, by the event of a change. */
const JSON_OF: Record<string, string[]> = {
	permissions: ['permissions', 'validation', 'presets'],
	presets: ['layout_query', 'layout_options', 'filter'],
	panels: ['options'],
	operations: ['options']
};

/** The part of Directus' service that makes collections for REST, GraphQL and Studio. */
interface CollectionsService {
	createOne(payload: unknown, ...options: unknown[]): Promise<unknown>;
}

const guarded = Symbol.for('portico.model-changes');

/**
 * Refuses changes of the model after which Directus could not read its model: every request would fail, and the next
 * start. Properties stored as JSON have to be JSON; SQLite would take any text.
 */
export const modelChanges: HookConfig = ({ filter }, { services }) => {
	for (const event of ['create', 'update']) {
		filter(`fields.${event}`, (field) => {
			checkField(field);
			return field;
		});
		for (const [collection, names] of Object.entries(JSON_OF)) {
			filter(`${collection}.${event}`, (values) => {
				checkJson(values, names);
				return values;
			});
		}
	}

	// Directus passes its services without types, and emits no event before a collection is created
	const { prototype } = (services as { CollectionsService: { prototype: CollectionsService } })
		.CollectionsService;
	const marked = prototype as CollectionsService & { [guarded]?: true };
	if (marked[guarded]) return;
	marked[guarded] = true;
	const createOne = Object.getOwnPropertyDescriptor(prototype, 'createOne')
		?.value as CollectionsService['createOne'];
	prototype.createOne = function (payload, ...options) {
		checkCollection(payload);
		return createOne.call(this, payload, ...options);
	};
};

/** @throws 400 */
export function checkCollection(collection: unknown): void {
	if (!isObject(collection)) return;
	checkName(collection['collection']);
	const { fields } = collection;
	for (const field of Array.isArray(fields) ? (fields as unknown[]) : []) checkField(field);
}

/** @throws 400 */
export function checkField(field: unknown): void {
	if (!isObject(field)) return;
	checkName(field['field']);
	checkJson(field['meta'], FIELD_OPTIONS);
}

function checkName(name: unknown): void {
	if (typeof name !== 'string' || !OBJECT_PROPERTIES.has(name)) return;
	throw new InvalidPayloadError({ reason: `"${name}" is a name that Directus cannot keep` });
}

/** Objects and lists, or their JSON. */
function checkJson(values: unknown, names: string[]): void {
	if (!isObject(values)) return;
	for (const name of names) {
		const value = values[name] ?? null;
		const read = typeof value === 'string' ? parsed(value) : value;
		if (typeof read === 'object') continue;
		throw new InvalidPayloadError({ reason: `"${name}" has to be an object or a list` });
	}
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json) as unknown;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
