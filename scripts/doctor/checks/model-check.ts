import type { Administrator } from '../../directus/administrator.ts';
import type { Comparison } from '../../directus/model-comparison.ts';
import * as schema from '../../directus/schema-file.ts';
import { type Finding, must, ok, should } from '../finding.ts';

/** How the model of a running Directus differs from directus-schema.yaml. */
export interface ModelDifference {
	/** Parts that are missing, or differ from the file. */
	due: string[];
	/** Parts that only Studio has. */
	additions: string[];
}

/** A difference as Directus returns it. */
interface Difference {
	diff: Partial<Comparison>;
}

/** Lets Directus compare its model with directus-schema.yaml. */
export async function readModel({ get, send }: Administrator): Promise<ModelDifference> {
	const current = await get<schema.Snapshot & { directus: string; vendor: string }>(
		'/schema/snapshot'
	);
	const { directus, vendor } = current;
	const file = schema.readSnapshot();
	const wanted = schema.withAdditions(schema.inWordsOf(current, file), current);
	// nothing is answered where nothing differs
	const difference = await send<Difference | undefined>('POST', '/schema/diff', {
		...wanted,
		directus,
		vendor
	});
	const { collections, fields, relations, systemFields } = difference?.diff ?? {};
	const parts = [collections, fields, relations, systemFields].flatMap((part) => part ?? []);
	const due = parts.map(({ collection, field }) => (field ? `${collection}.${field}` : collection));
	return { due: [...new Set(due)], additions: schema.additions(file, current) };
}

/** Judges whether collections and fields are those that the code requires. */
export function judgeModel({ due, additions }: ModelDifference): Finding {
	const id = 'model-drift';
	const also = additions.length > 0 ? ` Studio also has ${additions.join(', ')}.` : '';
	if (due.length === 0) return ok(id, `The model is that of directus-schema.yaml.${also}`);
	return must(id, {
		what: `The model is not that of directus-schema.yaml: ${due.join(', ')}.`,
		why: 'Pages request missing collections or fields, and show errors.',
		fix: 'npm run schema:apply, or for what is meant so: npm run schema:snapshot, and commit it.'
	});
}

/** Judges whether the database refuses a second bookmark of an article by the same member. */
export function judgeUniqueBookmarks(isUnique: boolean): Finding {
	const id = 'bookmarks-unique';
	if (isUnique) return ok(id, 'The database refuses an article twice in one reading list.');
	return should(id, {
		what: 'The database does not refuse an article twice in one reading list.',
		why: 'An older release let duplicates in, so the index over member and article cannot be made, and members see an article twice.',
		fix: 'Remove the surplus rows in Studio (Content, Bookmarks, sorted by member and article), then restart Directus.'
	});
}
