// node scripts/messages.ts: every message of contract/messages is in each language, with the same values, and is used.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BASE_LANGUAGE, problemsIn, readCatalogs } from '../contract/messages/catalog.ts';
import { CATALOGS } from '../contract/messages/compile.ts';
import { unused } from './messages/unused.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FILES = '{app/src,directus/extensions/portico}/**/*.{ts,svelte}';
const MADE = ['**/node_modules/**', '**/build/**', '**/dist/**', '**/.svelte-kit/**'];

const catalogs = readCatalogs(CATALOGS);
const keys = [...(catalogs.get(BASE_LANGUAGE)?.keys() ?? [])];
const sources = globSync(FILES, { cwd: ROOT, exclude: MADE }).map((file) =>
	readFileSync(path.join(ROOT, file), 'utf8')
);
const problems = [
	...problemsIn(catalogs),
	...unused(keys, sources).map((key) => `"${key}" is used nowhere: remove it.`)
];
for (const problem of problems) console.error(problem);
console.log(`${keys.length} messages in ${catalogs.size} languages`);
process.exitCode = problems.length > 0 ? 1 : 0;
