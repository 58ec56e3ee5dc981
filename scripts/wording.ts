// node scripts/wording.ts: finds words that the project does without. The articles of the demo are prose.
import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { findingsIn } from './wording/refused-words.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FILES = [
	'*.{ts,js,md,yaml}',
	'{app,bench,contract,directus,docs,examples,monitoring,proxy,scripts,test}/**/*.{ts,js,svelte,css,md,yaml,json}',
	'proxy/Caddyfile'
];
const EXCEPT = [
	...['**/node_modules/**', '**/build/**', '**/dist/**', '**/.svelte-kit/**'],
	...['**/test-results/**', 'directus/content/**', 'scripts/wording/refused-words.ts']
];

// a route can be a folder whose name ends like a file's
const files = globSync(FILES, { cwd: ROOT, exclude: EXCEPT }).filter((file) =>
	statSync(path.join(ROOT, file)).isFile()
);
const lines = files.flatMap((file) =>
	findingsIn(readFileSync(path.join(ROOT, file), 'utf8')).map(
		({ line, word, instead }) => `${file}:${line}: "${word}". Write ${instead}.`
	)
);
for (const line of lines) console.error(line);
process.exitCode = lines.length > 0 ? 1 : 0;
