import { expect, test } from 'vitest';
import { firstOf, withPage } from './registration-link.ts';

const page = 'https://example.org/verify-email';
const email = 'ada@example.org';

test.each([{ email }, { email, verification_url: '' }, { email, verification_url: null }])(
	'the registration %j gets the page of the site',
	(registration) => {
		expect(withPage(registration, page)).toEqual({ email, verification_url: page });
	}
);

test('a registration keeps the page that it names, for Directus to check', () => {
	const registration = { email, verification_url: 'https://evil.example' };
	expect(withPage(registration, page)).toEqual(registration);
});

test.each([undefined, null, 'text', [{ email }]])(
	'the body %j is no registration, and stays unchanged',
	(body) => {
		expect(withPage(body, page)).toBe(body);
	}
);

test('the default page is the first of the list of permitted links', () => {
	expect(firstOf(page)).toBe(page);
	expect(firstOf(`${page}, https://other.example`)).toBe(page);
	expect(firstOf([page, 'https://other.example'])).toBe(page);
	expect([undefined, null, '', []].map(firstOf)).toEqual([null, null, null, null]);
});
