import { execFileSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compile } from './compile.ts';

const CONTRACT = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'portico-messages-'));
const messages = path.join(folder, 'messages');

cpSync(path.join(CONTRACT, 'message.ts'), path.join(folder, 'message.ts'));
mkdirSync(messages);
writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true }));

const write = (language: string, texts: Record<string, string>) =>
	writeFileSync(path.join(messages, `${language}.json`), JSON.stringify(texts));

test('a message is a function of its values, with plurals, numbers and elements, in each language', () => {
	write('en', {
		a_count: '{count, plural, =0 {none} one {# piece} other {# pieces}}',
		a_link: 'Read <b>{what}</b> now',
		a_plain: 'Back`s ${x}'.replace('{x}', "'{'x'}'"),
		a_size: '{bytes, number} bytes'
	});
	write('de', {
		a_count: '{count, plural, =0 {keine} one {# Stück} other {# Stücke}}',
		a_link: 'Jetzt <b>{what}</b> lesen',
		a_plain: 'Zurück',
		a_size: '{bytes, number} Bytes'
	});
	compile(messages);
	expect(
		run(`[
			[0, 1, 1234].map((count) => m.a_count({ count }, 'de')),
			m.a_link({ what: 'it' }, 'de'),
			m.a_plain('en'), m.a_plain('de'),
			m.a_size({ bytes: 1234.5 }, 'en'), m.a_size({ bytes: 1234.5 }, 'de'),
			m.a_count({ count: 1 })
		]`)
	).toEqual([
		['keine', '1 Stück', '1.234 Stücke'],
		['Jetzt ', { tag: 'b', text: 'it' }, ' lesen'],
		'Back`s ${x}',
		'Zurück',
		'1,234.5 bytes',
		'1.234,5 Bytes',
		'1 piece'
	]);
});

test('a language is one file', () => {
	write('en', { a_plain: 'Back' });
	write('de', { a_plain: 'Zurück' });
	write('ar', { a_plain: 'رجوع' });
	compile(messages);
	expect(run(`[m.a_plain('ar'), m.LANGUAGES, m.DIRECTIONS.ar, m.DIRECTIONS.de]`)).toEqual([
		'رجوع',
		['ar', 'de', 'en'],
		'rtl',
		'ltr'
	]);
	rmSync(path.join(messages, 'ar.json'));
});

test('where a language runs from right to left, values keep a direction of their own', () => {
	write('en', { a_sent: 'Sent to <b>{email}</b>: {count, plural, one {# time} other {# times}}' });
	const forms = ['zero', 'one', 'two', 'few', 'many', 'other'].map((form) => `${form} {# مرات}`);
	write('ar', { a_sent: `أرسل إلى <b>{email}</b>: {count, plural, ${forms.join(' ')}}` });
	write('de', { a_sent: 'An <b>{email}</b>: {count, plural, one {# Mal} other {# Mal}}' });
	compile(messages);
	expect(
		run(`['ar', 'de'].map((one) => m.a_sent({ email: 'ada@example.com', count: 2 }, one))`)
	).toEqual([
		['أرسل إلى ', { tag: 'b', text: '\u2068ada@example.com\u2069' }, ': ', '2 مرات'],
		['An ', { tag: 'b', text: 'ada@example.com' }, ': ', '2 Mal']
	]);
	rmSync(path.join(messages, 'ar.json'));
});

test('only values get a direction of their own, not what looks like one', () => {
	write('en', {
		a_many: '{n, plural, one {one} other {many of {what}}}',
		a_quoted: "'{what}' and { what }"
	});
	write('de', {
		a_many: '{n, plural, one {eins} other {viele {what}}}',
		a_quoted: "'{what}' und { what }"
	});
	const forms = ['zero', 'two', 'few', 'many', 'other'].map((form) => `${form} {x {what}}`);
	write('ar', {
		a_many: `{n, plural, one {one} ${forms.join(' ')}}`,
		a_quoted: "'{what}' x { what }"
	});
	compile(messages);
	expect(
		run(`[
			m.a_many({ n: 1, what: 'it' }, 'ar'), m.a_many({ n: 2, what: 'it' }, 'ar'),
			m.a_quoted({ what: 'it' }, 'ar')
		]`)
	).toEqual(['one', 'x \u2068it\u2069', '{what} x \u2068it\u2069']);
	rmSync(path.join(messages, 'ar.json'));
});

test('catalogs with a problem are not compiled, and the problem is told', () => {
	write('en', { a_plain: 'Back' });
	write('de', {});
	expect(() => compile(messages)).toThrow('de.json: "a_plain" is missing.');
});

test('a module that would not change is not written again', () => {
	write('en', { a_plain: 'Back' });
	write('de', { a_plain: 'Zurück' });
	compile(messages);
	const file = path.join(messages, 'build/a.ts');
	const before = statSync(file);
	compile(messages);
	expect(statSync(file).ino).toBe(before.ino);
	expect(readFileSync(file, 'utf8')).toContain('Zurück');
});

/** The value of an expression about the messages `m`, in a process of its own: modules are loaded once. */
function run(expression: string): unknown {
	const code = `import * as texts from './messages/build/index.ts';
import * as languages from './messages/build/languages.ts';
const m = { ...texts, ...languages };
console.log(JSON.stringify(${expression}));`;
	const node = [...['--input-type=module-typescript', '--eval'], code];
	return JSON.parse(execFileSync(process.execPath, node, { cwd: folder, encoding: 'utf8' }));
}
