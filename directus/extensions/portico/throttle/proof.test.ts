import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isProof, proofsOf } from './proof.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;

test('who has the secret can prove it', () => {
	expect(isProof(proofsOf(secret)[0], proofsOf(secret))).toBe(true);
});

test('while the secret is replaced, both prove it', () => {
	const next = randomBytes(32).toString('base64');
	const both = proofsOf(`${next},${secret}`);
	for (const one of [next, secret]) expect(isProof(proofsOf(one)[0], both)).toBe(true);
});

test.each([undefined, null, '', 'x', 1, ['x'], ...proofsOf(randomBytes(32).toString('base64'))])(
	'%j proves nothing',
	(given) => {
		expect(isProof(given, proofsOf(secret))).toBe(false);
	}
);

test.each([undefined, '', 'too short'])('where the secret is %j nobody can', (none) => {
	expect(proofsOf(none)).toEqual([]);
	expect(isProof('', proofsOf(none))).toBe(false);
	expect(isProof(null, proofsOf(none))).toBe(false);
});
