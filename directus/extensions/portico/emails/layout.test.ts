import { LANGUAGES } from '@portico/contract/languages.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultsOfHtml } from '../../../../test/support/email-rules.ts';
import { contentOf } from './content.ts';
import { htmlOf, type Look, readableOn, textOf } from './layout.ts';

const LOOK: Look = {
	name: 'Portico',
	origin: 'https://site.example',
	color: '#1d5540',
	logo: null
};
const KINDS = ['reset', 'verification', 'invitation', 'known'] as const;

function contentFor(kind: (typeof KINDS)[number], language: 'en' | 'de', site = 'Portico') {
	const occasion = {
		site,
		email: 'ada@example.com',
		href: `https://site.example/reset-password?token=${'x'.repeat(300)}&redirectedFrom=%2F`,
		forgotHref: 'https://site.example/forgot-password',
		validity: 86_400
	};
	return contentOf(kind, occasion, language);
}

describe.each(LANGUAGES)('in the language %s', (language) => {
	test.each(KINDS)('the HTML of %s is as mail programs need it', async (kind) => {
		for (const logo of [null, { width: 80, height: 40 }]) {
			const html = htmlOf(contentFor(kind, language), { ...LOOK, logo }, language);
			expect(await faultsOfHtml(html)).toEqual([]);
		}
	});

	test.each(KINDS)('the text of %s says the same, with every link', (kind) => {
		const content = contentFor(kind, language);
		const text = textOf(content, LOOK);
		const { heading, paragraphs, button, other, notes, footer } = content;
		for (const part of [heading, ...paragraphs, button.href, ...notes, footer]) {
			expect(text).toContain(part);
		}
		if (other) expect(text).toContain(other.href);
		expect(text).toContain(LOOK.origin);
		expect(text).not.toMatch(/[<>]|&amp;/);
	});
});

test('the rules find what mail programs do not show', async () => {
	const html = htmlOf(contentFor('reset', 'en'), LOOK, 'en');
	for (const [good, bad] of [
		['</head>', '<script>1</script></head>'],
		['</head>', '<link rel="stylesheet" href="/x.css"></head>'],
		['<h1', '<img src="https://site.example/x.png" alt=""><h1'],
		['<h1', '<img src="cid:x"><h1'],
		['<html lang="en"', '<html'],
		['max-width:600px', 'max-width:640px'],
		['display:inline-block', 'display:grid'],
		['role="presentation"', 'class="page"']
	] as const) {
		expect(await faultsOfHtml(html.replace(good, bad)), bad).not.toEqual([]);
	}
});

test('whatever the site is called, its name is text', () => {
	const shape = (name: string) => {
		const logo = { width: 80, height: 40 };
		const html = htmlOf(contentFor('reset', 'en', name), { ...LOOK, name, logo }, 'en');
		return html.replace(/[^<>"']/g, '');
	};
	const benign = shape('Portico');
	const markup = fc.string({ unit: fc.constantFrom(...'<>"\'&/=a {}$`-') });
	fc.assert(fc.property(fc.oneof(markup, fc.string()), (name) => shape(name) === benign));
	expect(htmlOf(contentFor('reset', 'en', '<b>&"\''), LOOK, 'en')).toContain(
		'&lt;b&gt;&amp;&quot;&#39;'
	);
});

test('the letters on the color of the site can be read, whichever it is', () => {
	const channel = fc.integer({ min: 0, max: 255 });
	fc.assert(
		fc.property(channel, channel, channel, (red, green, blue) => {
			const color = [red, green, blue].map((one) => one.toString(16).padStart(2, '0')).join('');
			// the two are so far apart that one of them always is
			expect(['#fffdf9', '#1f1c16']).toContain(readableOn(`#${color}`));
		})
	);
	expect(readableOn('#1d5540')).toBe('#fffdf9');
	expect(readableOn('#ffee00')).toBe('#1f1c16');
});
