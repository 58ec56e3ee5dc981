// node scripts/messages.ts: compares the languages of contract/messages, finds messages that nothing uses, and writes
// the pages that are shown when nothing else works. With --check it only says what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as prettier from 'prettier';
import { BASE_LANGUAGE, problemsIn, readCatalogs } from '../contract/messages/catalog.ts';
import { CATALOGS, compile } from '../contract/messages/compile.ts';
import { servedFiles, unknown, unused } from './messages/uses.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const MODEL = 'directus-schema.yaml';

const catalogs = readCatalogs(CATALOGS);
const keys = [...(catalogs.get(BASE_LANGUAGE)?.keys() ?? [])];
const sources = [...servedFiles(ROOT), MODEL].map((file) =>
	readFileSync(path.join(ROOT, file), 'utf8')
);
const mistakes = problemsIn(catalogs);
const problems = [
	...mistakes,
	...unused(keys, sources).map((key) => `"${key}" is used nowhere: remove it.`),
	...unknown(keys, readFileSync(path.join(ROOT, MODEL), 'utf8')).map(
		(key) => `"${key}" of ${MODEL} is no message.`
	),
	...(mistakes.length === 0 ? await problemsOfPages(process.argv.includes('--check')) : [])
];
for (const problem of problems) console.error(problem);
console.log(`${keys.length} messages in ${catalogs.size} languages`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function problemsOfPages(onlyChecks: boolean): Promise<string[]> {
	compile();
	// what was just compiled
	const { LAST_RESORTS, strayWords, withWords } = await import('./messages/last-resort.ts');
	const pages = Object.entries(LAST_RESORTS).map(async ([name, words]) => {
		const file = path.join(ROOT, name);
		const options = await prettier.resolveConfig(file);
		const present = readFileSync(file, 'utf8');
		const wanted = await prettier.format(withWords(present, words), { ...options, filepath: file });
		const stray = strayWords(wanted).map(
			(line) => `${name}: "${line}" is for visitors: put it into contract/messages.`
		);
		if (wanted === present) return stray;
		if (onlyChecks) return [...stray, `${name} is out of date. Run: npm run messages`];
		writeFileSync(file, wanted);
		console.log(`${name} written`);
		return stray;
	});
	return (await Promise.all(pages)).flat();
}
