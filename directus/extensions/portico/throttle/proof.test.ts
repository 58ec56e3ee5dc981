import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isProof, proofOf } from './proof.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;

test('who has the secret can prove it', () => {
	expect(isProof(proofOf(secret), proofOf(secret))).toBe(true);
});

test.each([undefined, null, '', 'x', 1, ['x'], proofOf(randomBytes(32).toString('base64'))])(
	'%j proves nothing',
	(given) => {
		expect(isProof(given, proofOf(secret))).toBe(false);
	}
);

test.each([undefined, '', 'too short'])('where the secret is %j nobody can', (none) => {
	expect(proofOf(none)).toBeNull();
	expect(isProof('', proofOf(none))).toBe(false);
	expect(isProof(null, proofOf(none))).toBe(false);
});
