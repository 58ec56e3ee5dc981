// node scripts/wording.ts: finds words that the project does without. The articles of the demo are prose.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findingsIn } from './wording/refused-words.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FILES = [
	'*.{ts,js,md,yaml}',
	'{app,bench,contract,directus,docs,monitoring,proxy,scripts,test}/**/*.{ts,js,svelte,css,md,yaml,json}',
	'proxy/Caddyfile'
];
const EXCEPT = [
	...['**/node_modules/**', '**/build/**', '**/dist/**', '**/.svelte-kit/**'],
	...['**/test-results/**', 'directus/content/**', 'scripts/wording/refused-words.ts']
];

const lines = globSync(FILES, { cwd: ROOT, exclude: EXCEPT }).flatMap((file) =>
	findingsIn(readFileSync(path.join(ROOT, file), 'utf8')).map(
		({ line, word, instead }) => `${file}:${line}: "${word}". Write ${instead}.`
	)
);
for (const line of lines) console.error(line);
process.exitCode = lines.length > 0 ? 1 : 0;
