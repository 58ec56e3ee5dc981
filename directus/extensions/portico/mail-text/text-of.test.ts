import { expect, test } from 'vitest';
import { expectLinear } from '../../../../test/support/growth.ts';
import { textOf } from './text-of.ts';

test('the plain text has the words of an email in paragraphs, each link with its address, and no styles', () => {
	const html = `<!doctype html><html><head><title>T</title><style>p { color: red }</style></head>
<body><h1>Verify your
 email address</h1><p>Thanks for registering at <i>R&amp;D &ldquo;x&rdquo; &#8211; &#x2603;</i>.<br>Bye.</p>
<a class='button' href='https://site.example/verify-email?token=a.b&amp;redirectedFrom=%2Fx'>
  <!--[if mso]><i>&nbsp;</i><![endif]--><span>Verify email</span></a>
<table><tr><td>One</td></tr><tr><td>Two</td></tr></table><script>alert(1)</script></body></html>`;
	expect(textOf(html)).toBe(`Verify your email address

Thanks for registering at R&D &ldquo;x&rdquo; – ☃.
Bye.

Verify email:
https://site.example/verify-email?token=a.b&redirectedFrom=%2Fx

One

Two`);
});

test.each([
	['', ''],
	['just words', 'just words'],
	['a < b and b > a', 'a < b and b > a'],
	['<a href="https://x.example">https://x.example</a>', 'https://x.example'],
	['<a name="x">words</a>', 'words'],
	[`<div>${'\u200c&nbsp;'.repeat(150)}</div><p>x</p>`, 'x'],
	['&unknown; &#0; &#x110000;', '&unknown; &#0; &#x110000;']
])('the plain text of %j is %j', (html, text) => {
	expect(textOf(html)).toBe(text);
});

test.each(['<', '<a ', '<a href="', '<!--', '<style>', '</a>', '&#', '\n', ' ', '<p>', 'x'])(
	'D33 the time for a plain text grows in proportion to its length: many %j',
	(part) => {
		expectLinear((times) => void textOf(part.repeat(times)));
	}
);
