import { describe, expect, test } from 'vitest';
import { expectLinear } from '../../../../../test/growth.ts';
import { clean } from './clean.ts';

test('keeps what an article is made of', () => {
	const html =
		'<h2>One</h2><p>Two <em>three</em> <a href="/articles/x">four</a></p><blockquote><p>Five</p></blockquote>';
	expect(clean(html)).toBe(html);
});

test.each([
	['a script', '<script>alert(1)</script>'],
	['a handler', '<p onclick="alert(1)">', '<p></p>'],
	['a style', '<p style="position:fixed">', '<p></p>'],
	['a script address', '<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
	['a disguised script address', '<a href="jav&#x09;ascript:alert(1)">x</a>', '<a>x</a>'],
	['another host without a scheme', '<a href="//evil.example">x</a>', '<a>x</a>'],
	['a frame', '<iframe src="https://evil.example"></iframe>'],
	['a form', '<form action="/logout"><button>x</button></form>', 'x'],
	['an image with a handler', '<img src="x" onerror="alert(1)">', '<img src="x" loading="lazy" />']
])('removes %s', (_, html, left = '') => {
	expect(clean(html)).toBe(left);
});

test('a second title becomes a heading', () => {
	expect(clean('<h1>One</h1>')).toBe('<h2>One</h2>');
});

describe('D33 the work grows as the text does, where it is', () => {
	test.each([
		['<', ''],
		['</', ''],
		['<!--', ''],
		['<![CDATA[', ''],
		['&', ''],
		['&#x6a;', ''],
		['<b>', ''],
		['<p>', ''],
		['<div>', ''],
		['<table><tr><td>', ''],
		['<b>', '</b>'],
		['<b>', '</i>'],
		['<a href="', ''],
		['<a href="<!---->', ''],
		['<img src="https://example.com/">', ''],
		['<script>', '']
	])('many %j, then as many %j', (first, last) => {
		expectLinear((times) => clean(first.repeat(times) + last.repeat(times)));
	});

	test.each([' ', '<!---->', '<!--', '&#x6a;', 'a:', '\0'])('an address of many %j', (part) => {
		expectLinear((times) => clean(`<a href="${part.repeat(times)}x">x</a>`));
	});
});

test('a text of very many tags stays clean and whole where it is cleaned in parts', () => {
	const rows = Array.from({ length: 30_000 }, (_, index) => `<p onclick="x">${index} &lt; y</p>`);
	expect(clean(rows.join(''))).toBe(rows.join('').replaceAll(' onclick="x"', ''));
	const torn = `${'<b>'.repeat(19_998)}<a href="/x" title="<script>alert(1)</script>">x</a>`;
	expect(clean(torn)).not.toContain('<script');
	expect(clean(torn)).toContain('x');
});
