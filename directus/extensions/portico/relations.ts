import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Relations } from './endpoint.ts';

/** Fields that identify a relation; none of them can be changed. */
const IDENTITY = ['collection', 'field', 'related_collection'] as const;

type Relation = Record<string, unknown>;

/** The part of Directus' service that changes relations for REST, for GraphQL and for Studio. */
interface RelationsService {
	schema: { relations: Relations };
	accountability: { admin: boolean } | null;
	updateOne(
		collection: string,
		field: string,
		changes: unknown,
		...options: unknown[]
	): Promise<void>;
}

const completed = Symbol.for('portico.relations');

/**
 * Lets a relation be changed by a partial update, as Directus' manual documents it (`{"schema": {"on_delete": …}}`).
 * Directus reads the collections from the changes, where they may be missing, and does not wait for that code: its error
 * would end the process.
 */
export const relations: HookConfig = (_register, { services }) => {
	// Directus hands over its services without types
	const { prototype } = (services as { RelationsService: { prototype: RelationsService } })
		.RelationsService;
	// it passes the same class when it reloads extensions
	const marked = prototype as RelationsService & { [completed]?: true };
	if (marked[completed]) return;
	marked[completed] = true;

	const updateOne = Object.getOwnPropertyDescriptor(prototype, 'updateOne')
		?.value as RelationsService['updateOne'];
	prototype.updateOne = async function (collection, field, changes, ...options) {
		const isAllowed = !this.accountability || this.accountability.admin;
		// Directus notes the name of the constraint in its model, which may be one that it keeps, and has frozen
		this.schema = { ...this.schema, relations: structuredClone(this.schema.relations) };
		const relation = this.schema.relations.find(
			(relation) => relation.collection === collection && relation.field === field
		);
		// in place: GraphQL reads them out of it afterwards
		if (isAllowed && relation) complete(changes, { ...relation });
		return updateOne.call(this, collection, field, changes, ...options);
	};
};

/**
 * Adds the identifying fields to the changes.
 *
 * @throws 400 where the changes name another relation
 */
export function complete(changes: unknown, relation: Relation): void {
	if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
		throw new InvalidPayloadError({ reason: 'The changes of a relation are an object' });
	}
	const given = changes as Relation;
	for (const name of IDENTITY) {
		if (name in given && (given[name] ?? null) !== (relation[name] ?? null)) {
			throw new InvalidPayloadError({ reason: `"${name}" of a relation cannot be changed` });
		}
	}
	for (const name of IDENTITY) given[name] = relation[name] ?? null;
}
