import { expect, test } from 'vitest';
import { withoutTerms } from './terms.ts';

test.each<[unknown, string | null, unknown]>([
	[{ email: 'a', terms_version: '2' }, '2', { email: 'a' }],
	[{ email: 'a', terms_version: 'x'.repeat(255) }, 'x'.repeat(255), { email: 'a' }],
	[{ email: 'a', terms_version: 'x'.repeat(256) }, null, { email: 'a' }],
	[{ email: 'a', terms_version: 'a\0' }, null, { email: 'a' }],
	[{ email: 'a', terms_version: ['2'] }, null, { email: 'a' }],
	[{ email: 'a' }, null, { email: 'a' }],
	[['2'], null, ['2']],
	[null, null, null],
	['2', null, '2']
])('the registration %j agrees to the terms %j', (body, version, registration) => {
	expect(withoutTerms(body)).toEqual({ version, registration });
});
