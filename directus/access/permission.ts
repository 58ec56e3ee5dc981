/** A condition in Directus' filter language; `$CURRENT_USER` and `$NOW` are its variables. */
export type Rule = Record<string, unknown>;

/** One action that a policy allows on a collection. */
export interface Permission {
	collection: string;
	action: 'create' | 'read' | 'update' | 'delete';
	/** The fields that may be named at all, in answers, filters and changes; `*` is all of them, for ever. */
	fields: string[];
	/** Selects the rows. */
	rule: Rule;
	/** Condition that the row must satisfy after the change. */
	validation: Rule | null;
}

/** Every row. */
export const all: Rule = {};

/** Rows that the current user created. */
export const own: Rule = { user_created: { _eq: '$CURRENT_USER' } };

/** Lets these fields of the rows that follow the rule be read, filtered by and sorted by. */
export function read(collection: string, fields: string[], rule: Rule): Permission {
	return { collection, action: 'read', fields, rule, validation: null };
}

/** Lets rows be created with these fields, if the result satisfies the validation. */
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

/** Full access to a collection, for editors in Studio. */
export function manage(collection: string): Permission[] {
	return [
		create(collection, ['*']),
		read(collection, ['*'], all),
		update(collection, ['*'], all),
		remove(collection, all)
	];
}
