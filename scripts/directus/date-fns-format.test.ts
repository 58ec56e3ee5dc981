import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const HOOK = new URL('date-fns-format.js', import.meta.url).href;
const directus = createRequire(import.meta.url).resolve('@directus/api/package.json');
const dateFns = createRequire(directus).resolve('date-fns');

test.each([
	[
		'imported',
		`const { addDays } = await import(import.meta.resolve('date-fns', '${pathToFileURL(directus).href}'));`
	],
	[
		'required',
		`import { createRequire } from 'node:module'; const { addDays } = createRequire('${directus}')('${dateFns}');`
	]
])('date-fns works when it is %s after the hook', (_way, loading) => {
	const code = `${loading} console.log(addDays(new Date(0), 1).toISOString());`;
	const args = [
		'--experimental-import-meta-resolve',
		'--import',
		HOOK,
		'--input-type=module',
		'--eval',
		code
	];
	const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
	expect(printed).toBe('1970-01-02T00:00:00.000Z\n');
});
