/** How Directus would change a model, part by part; parts without a difference are left out. */
export interface Comparison {
	collections: Part[];
	fields: Part[];
	systemFields: Part[];
	relations: Part[];
}

interface Part {
	collection: string;
	field?: string;
	/** As the package deep-diff returns it: N is new, D deleted, E edited, A in an array. No path where it is the whole. */
	diff: { kind: 'N' | 'D' | 'E' | 'A'; path?: (string | number)[] }[];
}

/** Something that Directus would delete. */
export interface Deletion {
	/** Human-readable: `articles`, `articles.title` or `articles.author (relation)`. */
	name: string;
	/** The detail for whose absence Directus takes a part of the file for deleted: `meta.item_duplication_fields.body`. */
	detail: string | null;
}

/** Whether there is nothing to change. */
export function isEmpty(comparison: Comparison): boolean {
	return Object.values(comparison).every((parts: Part[]) => parts.length === 0);
}

/** Parts that Directus would delete, by the rule of its `schema apply`: the first difference of a part decides. */
export function deletions({ collections, fields, relations }: Comparison): Deletion[] {
	const isDeleted = ({ diff }: Part) => diff[0]?.kind === 'D';
	const isDetail = ({ diff }: Part) => diff[0]?.path?.[0] === 'meta' && diff[0].path.length > 1;
	return [
		...collections.filter(isDeleted).map((part) => deletion(part, part.collection)),
		...fields
			// of fields alone Directus removes a detail
			.filter((part) => isDeleted(part) && !isDetail(part))
			.map((part) => deletion(part, `${part.collection}.${part.field}`)),
		...relations
			.filter(isDeleted)
			.map((part) => deletion(part, `${part.collection}.${part.field} (relation)`))
	];
}

function deletion({ diff }: Part, name: string): Deletion {
	const [first] = diff;
	return { name, detail: first?.path?.[0] === 'meta' ? first.path.join('.') : null };
}
