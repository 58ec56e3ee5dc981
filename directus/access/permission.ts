/** A condition in Directus' filter language; `$CURRENT_USER` and `$NOW` stand for what they say. */
export type Rule = Record<string, unknown>;

/** What a policy lets one do with a collection. */
export interface Permission {
	collection: string;
	action: 'create' | 'read' | 'update' | 'delete';
	/** The fields that may be named at all, in answers, filters and changes; `*` is all of them, for ever. */
	fields: string[];
	/** Which rows. */
	rule: Rule;
	/** What the row must look like after the change. */
	validation: Rule | null;
}

/** Every row. */
export const all: Rule = {};

/** Rows that the person asking has made. */
export const own: Rule = { user_created: { _eq: '$CURRENT_USER' } };

/** Lets these fields of the rows that follow the rule be read, filtered by and sorted by. */
export function read(collection: string, fields: string[], rule: Rule): Permission {
	return { collection, action: 'read', fields, rule, validation: null };
}

/** Lets rows be made with these fields, if they come out as the validation says. */
export function create(
	collection: string,
	fields: string[],
	validation: Rule | null = null
): Permission {
	return { collection, action: 'create', fields, rule: all, validation };
}

/** Lets these fields of the rows that follow the rule be changed. */
export function update(
	collection: string,
	fields: string[],
	rule: Rule,
	validation: Rule | null = null
): Permission {
	return { collection, action: 'update', fields, rule, validation };
}

/** Lets the rows that follow the rule be deleted. */
export function remove(collection: string, rule: Rule): Permission {
	return { collection, action: 'delete', fields: ['*'], rule, validation: null };
}

/** Everything, for those who work on a collection in Studio. */
export function manage(collection: string): Permission[] {
	return [
		create(collection, ['*']),
		read(collection, ['*'], all),
		update(collection, ['*'], all),
		remove(collection, all)
	];
}
