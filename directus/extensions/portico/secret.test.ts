import { expect, test } from 'vitest';
import { signingSecret } from './secret.ts';

test('the signing secret is the SECRET of Directus', () => {
	const SECRET = 'a secret of thirty-two bytes: ok';
	expect(signingSecret({ SECRET })).toBe(SECRET);
});

test('the length of SECRET is counted in bytes', () => {
	expect(signingSecret({ SECRET: '🚪'.repeat(8) })).toBe('🚪'.repeat(8));
});

test.each([undefined, '', 'a secret of thirty-one bytes: n', 1234567890123456])(
	'H08 the SECRET %j is refused, and the error does not repeat it',
	(SECRET) => {
		expect(() => signingSecret({ SECRET })).toThrow(
			/^SECRET must have 32 bytes or more: openssl rand -base64 32 makes one$/
		);
	}
);
