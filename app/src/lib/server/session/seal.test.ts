import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint, open, seal } from './seal.ts';

const SUCCESSOR = 'portico session successor';

test('a sealed text opens with the same token', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, token) => {
			expect(open(seal(text, token, SUCCESSOR), token, SUCCESSOR)).toBe(text);
		}),
		{ numRuns: 50 }
	);
});

test('a sealed text opens with no other token', () => {
	const sealed = seal('successor', 'token', SUCCESSOR);
	expect(() => open(sealed, 'tokem', SUCCESSOR)).toThrow();
});

test('a sealed text opens for no other purpose', () => {
	const sealed = seal('successor', 'token', SUCCESSOR);
	expect(() => open(sealed, 'token', 'portico kept form')).toThrow();
});

test('a sealed text does not open when a byte was changed', () => {
	const sealed = seal('successor', 'token', SUCCESSOR);
	for (let index = 0; index < sealed.length; index++) {
		const changed = Buffer.from(sealed);
		changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
		expect(() => open(changed, 'token', SUCCESSOR)).toThrow();
	}
});

test('neither the name nor the sealed text contains the token or the text', () => {
	expect(fingerprint('token')).not.toContain('token');
	expect(seal('successor', 'token', SUCCESSOR).toString('latin1')).not.toContain('successor');
	expect(seal('successor', 'token', SUCCESSOR).equals(seal('successor', 'token', SUCCESSOR))).toBe(
		false
	);
});
