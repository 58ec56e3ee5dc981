import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { open, restoreAt, seal } from './kept-form.ts';

const PLACE = { path: '/profile?tab=names', action: 'save' };
const NOW = 1_000_000;

function form(fields: Record<string, string | File>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return form;
}

function sealed(fields: Record<string, string | File>): string {
	return seal(form(fields), PLACE, NOW) ?? '';
}

describe('C19 a form that is kept', () => {
	test('is restored exactly as it was typed', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				const well = text.toWellFormed();
				expect(open(sealed({ first_name: well }), '/profile', NOW)?.values).toEqual({
					first_name: well
				});
			}),
			{ numRuns: 50 }
		);
	});

	test('names the person who opened it, its action, and how many files are not kept', () => {
		const picture = new File(['x'], 'me.png');
		const fields = { opened_by: 'ada', first_name: 'Ada', avatar: picture, none: new File([], '') };
		expect(open(sealed(fields), '/profile', NOW)).toEqual({
			path: '/profile',
			action: 'save',
			openedBy: 'ada',
			values: { first_name: 'Ada' },
			files: 1,
			sentAt: NOW
		});
	});

	test('holds no password, code or token', () => {
		const secrets = ['password', 'current_password', 'new-password', 'otp', 'token', 'code'];
		const fields = Object.fromEntries(secrets.map((name) => [name, 'hunter2']));
		expect(open(sealed(fields), '/profile', NOW)?.values).toEqual({});
	});

	test('reveals nothing in the source of the page', () => {
		const text = sealed({ first_name: 'Ada Lovelace', opened_by: 'ada' });
		expect(text).toMatch(/^[\w-]+$/);
		expect(Buffer.from(text, 'base64url').toString('latin1')).not.toMatch(/Ada|first_name|profile/);
	});

	test.each([
		['another page', '/profile/email', NOW],
		['an hour later', '/profile', NOW + 3601]
	])('is not restored at %s', (_what, path, now) => {
		expect(open(sealed({ first_name: 'Ada' }), path, now)).toBeNull();
	});

	test('is not restored when a byte was changed, or when it was never sealed', () => {
		const bytes = Buffer.from(sealed({ first_name: 'Ada' }), 'base64url');
		for (let index = 0; index < bytes.length; index++) {
			const changed = Buffer.from(bytes);
			changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
			expect(open(changed.toString('base64url'), '/profile', NOW)).toBeNull();
		}
		for (const text of ['', 'x', '💥', 'a'.repeat(5_000)]) {
			expect(open(text, '/profile', NOW)).toBeNull();
		}
	});

	test('is not sealed where it is too large', () => {
		expect(seal(form({ biography: 'ä'.repeat(60_000) }), PLACE, NOW)).toBeNull();
	});

	test('is restored on its page with the query of that page, and on no other', () => {
		const kept = seal(form({ first_name: 'Ada' }), PLACE) ?? '';
		expect(restoreAt(kept, '/profile?tab=names')).toBe('/profile?tab=names&/restore');
		expect(restoreAt(kept, '/profile')).toBe('/profile?/restore');
		expect(restoreAt(kept, '/articles')).toBeNull();
		expect(restoreAt('', '/profile')).toBeNull();
	});
});
