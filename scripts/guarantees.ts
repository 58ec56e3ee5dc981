// Compares docs/security.md with the tests: each guarantee in it is proved by a test that begins with its id, or has a
// limit that it states.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { faults } from './testing/guarantee-ids.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const DOCUMENT = 'docs/security.md';

const inRoot = (file: string) => path.join(ROOT, file);
const read = (file: string) => readFileSync(inRoot(file), 'utf8');

const tests = globSync('{app,contract,directus,scripts,test}/**/*.{test,spec}.ts', {
	cwd: ROOT,
	// its tests name ids that are made up
	exclude: ['**/node_modules/**', '**/build/**', 'scripts/testing/guarantee-ids.test.ts']
}).map((file) => ({ path: file.replaceAll(path.sep, '/'), source: read(file) }));

const found = faults({ path: DOCUMENT, text: read(DOCUMENT) }, tests, (file) =>
	existsSync(inRoot(file))
);
for (const fault of found) console.error(`${DOCUMENT}: ${fault}`);
process.exitCode = found.length > 0 ? 1 : 0;
