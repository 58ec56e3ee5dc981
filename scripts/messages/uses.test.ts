import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { servedFiles, unknown, unused } from './uses.ts';

test('a message that no source uses is found', () => {
	const sources = ['<h1>{m.signIn_title()}</h1>', 'const texts = { saved: m.notice_saved };'];
	const model = "note: '$t:studio_note'";
	const field = "{ label: 'profile_name', fault: () => 'profile_nameTaken' }";
	const keys = [
		...['notice_saved', 'profile_name', 'profile_nameTaken', 'signIn_title', 'signIn_titles'],
		...['studio_note', 'studio_notes']
	];
	expect(unused(keys, [...sources, field, model])).toEqual(['signIn_titles', 'studio_notes']);
});

test.each([
	'// as m.notice_saved() was\nconst none = 1;',
	'return; // m.notice_saved()',
	'/** Like m.notice_saved(). */',
	'/*\n * m.notice_saved()\n */',
	'<p>\n<!-- {m.notice_saved()} -->\n</p>'
])('a comment uses no message: %s', (source) => {
	expect(unused(['notice_saved'], [source])).toEqual(['notice_saved']);
});

test.each([
	"const link = 'https://example.com'; const text = m.notice_saved();",
	"const all = ['src/**/*', m.notice_saved(), 'lib/**/*'];",
	'/* said */ m.notice_saved() // at the end'
])('a message beside what looks like a comment is used: %s', (source) => {
	expect(unused(['notice_saved'], [source])).toEqual([]);
});

test('a key in the model that is no message is found', () => {
	const model = "note: '$t:studio_note'\nnote: '$t:studio_planted'\ntext: '$t:published'";
	expect(unknown(['studio_note'], model)).toEqual(['studio_planted']);
});

test('only served code uses messages: no test, nothing that was built, no other script', () => {
	const served = [
		'app/src/routes/+page.svelte',
		'contract/network.ts',
		'directus/extensions/portico/index.ts',
		'scripts/messages/last-resort.ts'
	];
	const others = [
		'app/src/routes/page.test.ts',
		'contract/messages/build/index.ts',
		'directus/extensions/portico/dist/index.js',
		'scripts/messages/uses.ts',
		'test/journeys/home.spec.ts'
	];
	const root = mkdtempSync(path.join(tmpdir(), 'portico-uses-'));
	for (const file of [...served, ...others]) {
		mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
		writeFileSync(path.join(root, file), '');
	}
	expect(servedFiles(root).toSorted()).toEqual(served);
	rmSync(root, { recursive: true });
});
