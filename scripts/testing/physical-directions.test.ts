import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { physicalDirections } from './physical-directions.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STYLES = ['app/src/**/*.{css,html,svelte}', 'app/src/**/standalone-page.ts', 'proxy/pages/*'];

test('no style of the site says left or right, so that it mirrors in a language that runs from right to left', () => {
	const files = globSync(STYLES, { cwd: ROOT });
	expect(files.length).toBeGreaterThan(40);
	const found = files.flatMap((file) =>
		physicalDirections(readFileSync(path.join(ROOT, file), 'utf8')).map(
			({ line, found }) => `${file}:${line}: ${found}`
		)
	);
	expect(found).toEqual([]);
});

test.each([
	'margin-left: 1rem;',
	'	border-right-width: 1px;',
	'border-top-left-radius: 2px;',
	'right: 0;',
	'text-align: left;',
	'float: right;',
	'transform-origin: top left;',
	'padding: 0 1rem 0 0;',
	'<p class="mt-2 ml-2">',
	'<p class="sm:pr-[3px]">',
	'<p class="-left-4">',
	'<p class="border-l-2">',
	'<p class="rounded-tr">',
	'<p class="md:text-right">',
	'<p class="-translate-x-1/2">',
	'/* physical: for a reason */\n.a {\n\tleft: 0;\n}\n.b {\n\tleft: 0;\n}'
])('finds the side in %s', (line) => {
	expect(physicalDirections(line)).toHaveLength(1);
});

test.each([
	'margin-inline-start: 1rem;',
	'inset-inline: 0;',
	'text-align: start;',
	'padding: 0 1rem 0 1rem;',
	'padding: 0 1rem;',
	'/* physical: a property without logical values */\n.line {\n\ttransform-origin: left;\n}',
	'<p class="ms-2 pe-4 text-start border-s-2 rounded-se">',
	'<a href="/left-bank" aria-label={m.left()}>'
])('finds none in %s', (line) => {
	expect(physicalDirections(line)).toEqual([]);
});
