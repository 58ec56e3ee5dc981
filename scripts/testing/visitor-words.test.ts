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
	['app/src/routes/planted/+page.svelte', "{open ? 'open' : 'x'.repeat(2)}"],
	['app/src/routes/planted/+page.svelte', "<p>{open && 'yes'}</p>"],
	['app/src/routes/planted/+page.svelte', "<p>{name ?? 'nobody'}</p>"],
	['app/src/routes/planted/+page.svelte', '<p>{`page ${number}`}</p>'],
	['app/src/routes/planted/+page.svelte', "<p>{number + ' pages'}</p>"],
	['app/src/routes/planted/+page.svelte', "<p>{'a' + (open ? other : number)}</p>"],
	['app/src/routes/planted/+page.svelte', "<p>{`${open ? 'open' : name}`}</p>"],
	['app/src/routes/planted/+page.svelte', "{@html '<b>new</b>'}"],
	['app/src/routes/planted/+page.svelte', "{#if open}{'open'}{/if}"],
	['app/src/routes/planted/+page.svelte', "<title>{'home'}</title>"],
	['app/src/routes/planted/+page.svelte', '<input type="submit" value="Send" />'],
	['app/src/routes/planted/+page.svelte', '<input value="Send" type="button" />'],
	['app/src/routes/planted/+page.svelte', `<input type="submit" value={open ? 'send' : label} />`],
	['app/src/routes/planted/+page.svelte', '<meta name="description" content="All of it" />'],
	['app/src/routes/planted/+page.svelte', '<meta property="og:title" content={`${name} again`} />'],
	['app/src/routes/planted/+page.svelte', '<p title={`page ${number}`}>{street}</p>'],
	['app/src/routes/planted/+page.server.ts', "fail(400, { problem: 'refused' });"],
	['app/src/routes/planted/+page.server.ts', "fail(400, { notice: open ? 'sent' : null });"],
	['app/src/routes/planted/+page.server.ts', "fail(422, { values, issues: { email: 'taken' } });"],
	[
		'app/src/routes/planted/+page.server.ts',
		"fail(422, { issues: { 'new-password': `at least ${least}` } });"
	],
	['app/src/routes/planted/+page.server.ts', "fail(400, { message: 'refused by ' + name });"],
	['app/src/routes/planted/+server.ts', "new Response('Refused', { status: 403 });"],
	['app/src/routes/planted/+server.ts', "new Response('not here');"],
	['app/src/routes/planted/+server.ts', 'new Response(`<p>was written by ${name}</p>`);'],
	['app/src/lib/server/account/planted.ts', "v.nonEmpty('Enter a name.');"],
	['directus/extensions/portico/planted.ts', "send({ to, subject: 'Welcome', text });"],
	['directus/extensions/portico/planted.ts', 'const mail = { text: `Dear ${name}` };']
])('ESLint finds words for visitors in %s: %s', async (file, code) => {
	expect(await complaintsAbout(file, code)).toHaveLength(1);
});

test.each([
	['app/src/routes/planted/+page.svelte', '<p class="mt-2">{m.planted_hello()}, {name}: 12</p>'],
	['app/src/routes/planted/+page.svelte', `<p class="a {open ? 'bold' : ''}">{street}</p>`],
	['app/src/routes/planted/+page.svelte', "{#if kind === 'closed'}{street}{/if}"],
	['app/src/routes/planted/+page.svelte', "<p>{kind === 'closed' ? street : name}</p>"],
	['app/src/routes/planted/+page.svelte', "<p>{text[kind + 'Name'] + ' · '}</p>"],
	['app/src/routes/planted/+page.svelte', '{@html `<b>${name}</b>`}'],
	['app/src/routes/planted/+page.svelte', "<p>{date(at, 'long')}</p>"],
	['app/src/routes/planted/+page.svelte', '<input type="hidden" name="kind" value="some kind" />'],
	['app/src/routes/planted/+page.svelte', '<button value="some kind">{street}</button>'],
	['app/src/routes/planted/+page.svelte', '<meta name="viewport" content="width=device-width" />'],
	['app/src/routes/planted/+page.svelte', '<meta property="og:type" content="article" />'],
	['app/src/routes/planted/+page.svelte', "<p style:color={open ? 'red' : 'blue'}>{street}</p>"],
	['app/src/routes/planted/+server.ts', "new Response('ok\\n', { headers: { vary: 'accept' } });"],
	['app/src/routes/planted/+server.ts', 'new Response(`<p>${name}</p>`);'],
	[
		'app/src/routes/planted/+page.server.ts',
		"fail(422, { issues: {}, values: { kind: 'some kind' } });"
	],
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
