import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
	PROOF_HEADER,
	Proofs
} from '../../../../../directus/extensions/portico/api-access/proof.ts';
import { Proof } from './proof.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2030, 0, 1, 12, 0, 30);
const [secret, other] = [randomBytes(32), randomBytes(32)];

test('the app’s proof is one that Directus accepts, also while a secret is replaced', () => {
	for (const secrets of [[secret], [other, secret]]) {
		const sent = new Proof(secrets).headers(NOW)[PROOF_HEADER];
		expect(new Proofs([secret]).accept(sent, NOW)).toBe(true);
	}
});

test('a proof is made once a minute, and anew in the next', () => {
	const proof = new Proof([secret]);
	const first = proof.headers(NOW);
	expect(proof.headers(NOW + 1000)).toBe(first);
	expect(proof.headers(NOW + MINUTE)).not.toEqual(first);
	expect(new Proofs([secret]).accept(proof.headers(NOW + 20 * MINUTE)[PROOF_HEADER], NOW)).toBe(
		false
	);
});

test('without a secret nothing is sent', () => {
	expect(new Proof([]).headers(NOW)).toEqual({});
});
