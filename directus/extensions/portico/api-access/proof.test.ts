import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proofAt, Proofs } from './proof.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2030, 0, 1, 12, 0, 30);
const [key, other] = [randomBytes(32), randomBytes(32)];

test('a proof counts for clocks that are five minutes apart, either way, and not much longer', () => {
	const proofs = new Proofs([key]);
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
				expect(new Proofs([key]).accept(proofAt([key], now + skew), now)).toBe(true);
			}
		)
	);
});

test('a proof under another secret is none, and each of two secrets counts', () => {
	expect(new Proofs([key]).accept(proofAt([other], NOW), NOW)).toBe(false);
	const both = new Proofs([key, other]);
	expect([key, other].map((secret) => both.accept(proofAt([secret], NOW), NOW))).toEqual([
		true,
		true
	]);
});

test('where app and Directus know two secrets or one of them, a proof counts in whatever order they learn', () => {
	const sent = proofAt([other, key], NOW);
	for (const known of [[key], [other], [other, key], [key, other]]) {
		expect(new Proofs(known).accept(sent, NOW)).toBe(true);
	}
	expect(new Proofs([randomBytes(32)]).accept(sent, NOW)).toBe(false);
});

test('a proof of one minute is none with the number of another', () => {
	const [, mac] = proofAt([key], NOW).split('.');
	const moved = `${Math.floor(NOW / MINUTE) + 1}.${mac}`;
	expect(new Proofs([key]).accept(moved, NOW)).toBe(false);
});

test('no other text or value is a proof', () => {
	const proofs = new Proofs([key]);
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
