import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Proof, PROOF_HEADER, ProofVerifier } from './proof.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2030, 0, 1, 12, 0, 30);
const [key, other] = [randomBytes(32), randomBytes(32)];
const proofAt = (secrets: Buffer[], now: number) =>
	new Proof(secrets).headers(now)[PROOF_HEADER] ?? '';

test('a proof is accepted for clocks that are up to five minutes apart, either way', () => {
	const proofs = new ProofVerifier([key]);
	const isAccepted = (minutes: number) =>
		proofs.accept(proofAt([key], NOW + minutes * MINUTE), NOW);
	expect([-6, -5, -1, 0, 1, 5, 6].map(isAccepted)).toEqual([
		false,
		true,
		true,
		true,
		true,
		true,
		false
	]);
});

test('clocks that are five minutes apart agree at every second', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 0, max: 4e12 }),
			fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE }),
			(now, skew) => {
				fc.pre(now + skew >= 0);
				expect(new ProofVerifier([key]).accept(proofAt([key], now + skew), now)).toBe(true);
			}
		)
	);
});

test('a proof under another secret is refused, and each of two secrets is accepted', () => {
	expect(new ProofVerifier([key]).accept(proofAt([other], NOW), NOW)).toBe(false);
	const both = new ProofVerifier([key, other]);
	expect([key, other].map((secret) => both.accept(proofAt([secret], NOW), NOW))).toEqual([
		true,
		true
	]);
});

test('a proof is accepted during a rotation of the secret, whether app or Directus changes first', () => {
	const sent = proofAt([other, key], NOW);
	for (const known of [[key], [other], [other, key], [key, other]]) {
		expect(new ProofVerifier(known).accept(sent, NOW)).toBe(true);
	}
	expect(new ProofVerifier([randomBytes(32)]).accept(sent, NOW)).toBe(false);
});

test('a proof is refused with the number of another minute', () => {
	const [, mac] = proofAt([key], NOW).split('.');
	const moved = `${Math.floor(NOW / MINUTE) + 1}.${mac}`;
	expect(new ProofVerifier([key]).accept(moved, NOW)).toBe(false);
});

test('other texts and values are refused as a proof', () => {
	const proofs = new ProofVerifier([key]);
	const right = proofAt([key], NOW);
	const near = fc
		.nat({ max: right.length - 1 })
		.map((index) => `${right.slice(0, index)}!${right.slice(index + 1)}`);
	fc.assert(
		fc.property(fc.oneof(fc.anything(), fc.string(), near), (given) => {
			expect(proofs.accept(given, NOW)).toBe(false);
		})
	);
	for (const given of [`${right} `, ` ${right}`, [right], `0${right}`, right.slice(0, -1)]) {
		expect(proofs.accept(given, NOW)).toBe(false);
	}
});

test('a proof is made once a minute', () => {
	const proof = new Proof([key]);
	const first = proof.headers(NOW);
	expect(proof.headers(NOW + 1000)).toBe(first);
	expect(proof.headers(NOW + MINUTE)).not.toEqual(first);
});

test('no proof is sent without a secret', () => {
	expect(new Proof([]).headers(NOW)).toEqual({});
});

test('a proof has the same form in every release', () => {
	expect(proofAt([Buffer.alloc(32, 7)], NOW)).toBe(
		'31558320.s2KWAwjquFgnJFfBP80DOnZlkSHWc3eCdUdZ1iKwJTQ'
	);
});
