import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LAST_RESORTS, strayWords, withWords } from './last-resort.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PAGE = `<html lang="en"><head><title></title><style>body { color: red }</style></head>
<body><main><!-- by npm run messages --><!-- end --><p>%sveltekit.status%</p></main></body></html>`;
const WORDS = {
	heading: (language: string) => `Heading & ${language}`,
	text: () => ['Go ', { tag: 'front' as const, text: 'home' }]
};

test('a page of last resort has its words in each language', () => {
	const page = withWords(PAGE, WORDS);
	expect(page).toContain('<title>Heading &amp; en · Heading &amp; de</title>');
	expect(page).toContain('<section lang="en" dir="ltr">\n<h1>Heading &amp; en</h1>');
	expect(page).toContain('<section lang="de" dir="ltr">\n<h2>Heading &amp; de</h2>');
	expect(page).toContain('<p>Go <a href="/">home</a></p>');
	expect(withWords(page, WORDS)).toBe(page);
});

test('words beside them are found', () => {
	const page = withWords(PAGE, WORDS);
	expect(strayWords(page)).toEqual([]);
	expect(strayWords(page.replace('</main>', '<p>Please wait.</p></main>'))).toEqual([
		'Please wait.'
	]);
});

describe.each(Object.keys(LAST_RESORTS))('%s', (file) => {
	test('has a place for its words', () => {
		const html = readFileSync(path.join(ROOT, file), 'utf8');
		expect(withWords(html, WORDS)).toContain('<h2>Heading &amp; de</h2>');
	});
});
