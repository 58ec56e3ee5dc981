import { expect, test } from 'vitest';
import { safeHref, termsOf, timeZoneOf } from './site.ts';

test.each([
	['Europe/Berlin', 'Europe/Berlin'],
	['UTC', 'UTC'],
	[null, 'UTC'],
	['', 'UTC'],
	['Nowhere/At all', 'UTC'],
	['x'.repeat(5_000), 'UTC']
])('the time zone %j is %s', (name, zone) => {
	expect(timeZoneOf(name)).toBe(zone);
});

test.each([
	['/membership', '/membership'],
	['/\t/evil.example', null],
	[' /membership?from=wall#prices ', '/membership?from=wall#prices'],
	['https://shop.example/premium', 'https://shop.example/premium'],
	['//elsewhere.example', null],
	['/\\elsewhere.example', null],
	['javascript:alert(1)', null],
	['data:text/html,x', null],
	['membership', null],
	['', null],
	[null, null]
])('a link that an editor wrote as %j has the target %j', (link, href) => {
	expect(safeHref(link)).toBe(href);
});

test.each([
	['/terms', '2', { href: '/terms', version: '2' }],
	['/terms', ' ', null],
	['/terms', null, null],
	[null, '2', null],
	['javascript:x', '2', null]
])(
	'terms with the page %j in version %j require consent to: %j',
	(terms_link, terms_version, terms) => {
		expect(termsOf({ terms_link, terms_version })).toEqual(terms);
	}
);
