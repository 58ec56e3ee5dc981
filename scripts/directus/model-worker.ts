// Compares the model of a database with a wanted one, in a process of its own: Directus reads its environment once per
// process. Started by model.ts, which names files for the two and takes the answer as a message.
import type { Knex } from 'knex';
import { readFile, writeFile } from 'node:fs/promises';
import { databaseModule, modelModules } from './directus-package.ts';
import type { ModelPlan } from './apply-model.ts';
import type { Comparison } from './model-comparison.ts';
import { additions, inWordsOf, type Snapshot, withAdditions } from './schema-file.ts';

const { getDatabase } = (await import(databaseModule)) as { getDatabase: () => Knex };
const { getSnapshot } = (await import(modelModules.snapshot)) as {
	getSnapshot: (options: { database: Knex }) => Promise<Snapshot>;
};
const { getSnapshotDiff } = (await import(modelModules.comparison)) as {
	getSnapshotDiff: (current: Snapshot, wanted: Snapshot) => Comparison;
};
const [wantedFile = '', plannedFile = '', additionsMode = ''] = process.argv.slice(2);

const database = getDatabase();
const current = await getSnapshot({ database });
const wanted = JSON.parse(await readFile(wantedFile, 'utf8')) as Snapshot;
const reworded = inWordsOf(current, wanted);
const planned = additionsMode === 'delete' ? reworded : withAdditions(reworded, current);
await writeFile(plannedFile, JSON.stringify(planned));
const plan: ModelPlan = {
	comparison: getSnapshotDiff(current, planned),
	additions: additions(wanted, current)
};
await new Promise((sent) => process.send?.(plan, sent));
await database.destroy();
// with Redis, Directus' modules keep a connection to it, which would keep the process running
process.exit();
