import path from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const RULE = 'portico/visitor-words';
const eslint = new ESLint({
	cwd: path.resolve(import.meta.dirname, '../..'),
	ruleFilter: ({ ruleId }) => ruleId === RULE,
	// types are of no use here, and the files do not exist
	overrideConfig: { languageOptions: { parserOptions: { projectService: false } } }
});

test.each([
	['app/src/routes/planted/+page.svelte', '<p>Hello</p>'],
	['app/src/routes/planted/+page.svelte', '<p>{name} wrote</p>'],
	['app/src/routes/planted/+page.svelte', '<nav aria-label="Main"></nav>'],
	['app/src/routes/planted/+page.svelte', '<img alt="A door" src="/door.png" />'],
	['app/src/routes/planted/+page.svelte', '<input placeholder="Name" />'],
	['app/src/routes/planted/+page.svelte', '<abbr title="Street">{street}</abbr>'],
	['app/src/routes/planted/+page.svelte', "<p aria-label={open ? 'Close' : label}>{street}</p>"],
	['app/src/routes/planted/+page.svelte', '<Field label="Name" />'],
	['app/src/routes/planted/+page.svelte', "{open ? 'We are open.' : ''}"],
	['app/src/routes/planted/+page.svelte', "<script>const title = 'All of it';</script>"],
	['app/src/routes/planted/+page.server.ts', "fail(400, { message: 'Refused' });"],
	['app/src/routes/planted/+page.server.ts', 'fail(400, { message: `${name} refused` });'],
	['app/src/routes/planted/+page.server.ts', "const CLOSED = 'We are closed.';"],
	['app/src/routes/planted/+server.ts', "error(404, 'nothing here');"],
	[
		'app/src/lib/server/hooks/planted.ts',
		'const page = { body: `<p>${name}</p>`, title: "Wait" };'
	],
	['app/src/lib/server/account/planted.ts', "v.nonEmpty('Enter a name.');"],
	['directus/extensions/portico/planted.ts', "send({ to, subject: 'Welcome', text });"],
	['directus/extensions/portico/planted.ts', 'const mail = { text: `Dear ${name}` };']
])('ESLint finds words for visitors in %s: %s', async (file, code) => {
	expect(await complaintsAbout(file, code)).toHaveLength(1);
});

test.each([
	['app/src/routes/planted/+page.svelte', '<p class="mt-2">{m.planted_hello()}, {name}: 12</p>'],
	['app/src/routes/planted/+page.svelte', '<style>p { color: red }</style>'],
	['app/src/lib/server/planted.ts', "throw new Error('The cache is full.');"],
	['app/src/lib/server/planted.ts', "log.warn({ err }, 'Not sent at all');"],
	['app/src/lib/server/planted.ts', "const header = 'Retry-After';"],
	['app/src/lib/server/planted.ts', "import * as m from 'Some module.js';"],
	['app/src/lib/server/planted.test.ts', "expect(text).toBe('We are closed.');"],
	[
		'directus/extensions/portico/planted.ts',
		"throw new InvalidPayloadError({ reason: 'It is too long.' });"
	],
	['scripts/planted.ts', "const title = 'Check the types';"]
])('ESLint finds no words for visitors in %s: %s', async (file, code) => {
	expect(await complaintsAbout(file, code)).toEqual([]);
});

async function complaintsAbout(file: string, code: string) {
	const [result] = await eslint.lintText(code, { filePath: file });
	return result?.messages;
}
