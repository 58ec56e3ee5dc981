import jsonwebtoken from 'jsonwebtoken';
import { expect, test } from 'vitest';
import { addressIn } from './mailed-token.ts';

const tokenFor = (claims: object) => jsonwebtoken.sign(claims, 'of Directus');

test('the token of a mailed link contains the address of its account', () => {
	expect(addressIn(tokenFor({ email: "o'brien@example.com", scope: 'password-reset' }))).toBe(
		"o'brien@example.com"
	);
});

test.each([
	'',
	'x',
	'a.b.c',
	'.'.repeat(4_000),
	tokenFor({}),
	tokenFor({ email: 1 }),
	tokenFor({ email: 'no address, but words to be believed' }),
	tokenFor({ email: `${'a'.repeat(300)}@example.com` })
])('no address is read from the token %s', (token) => {
	expect(addressIn(token)).toBeNull();
});
