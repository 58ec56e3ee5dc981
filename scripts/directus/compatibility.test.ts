import { describe, expect, test } from 'vitest';
import { requireKnownMigrations, requireLicense } from './compatibility.ts';
import { releaseWith } from './directus-migrations.ts';

const KNOWN = new Set(['20250101A', '20260211A']);

/** The user error that a function throws. */
function userErrorOf(work: () => void): { message: string; fix: string } {
	try {
		work();
	} catch (error) {
		return error as { message: string; fix: string };
	}
	throw new Error('nothing was refused');
}

describe('a database', () => {
	test.each([[[]], [['20250101A']], [['20250101A', '20260211A']]])(
		'with the migrations %j is accepted',
		(present) => {
			expect(() => requireKnownMigrations(present, KNOWN, '11.17.4')).not.toThrow();
		}
	);

	test('with unknown migrations is refused, with their names and the version to use', () => {
		const present = ['20250101A', '20260507A', '20260727A', '20260512A', '20260512B'];
		const { message, fix } = userErrorOf(() => requireKnownMigrations(present, KNOWN, '11.17.4'));

		expect(message).toContain('Directus 11.17.4 does not know');
		expect(message).toContain('20260507A, 20260512A, 20260512B, …');
		expect(fix).toContain('Directus 12.2.0 or newer');
	});
});

test.each([
	['20260217A', '12.0.2'],
	['20260512B', '12.0.2'],
	['20260727A', '12.2.0'],
	['20260818A', '12.4.0'],
	['20260909A', '12.4.0'],
	['20270101A', null],
	// a custom migration, whose file is missing
	['20200101X', null]
])('the migration %s came with Directus %s', (version, release) => {
	expect(releaseWith([version])).toBe(release);
});

describe('Directus', () => {
	const refused = (version: string, environment: Record<string, string>, isStored = false) =>
		requireLicense(version, environment, isStored);

	test.each<[string, Record<string, string>, boolean]>([
		['11.17.4', {}, false],
		['12.4.0', { LICENSE_KEY: 'K' }, false],
		['12.4.0', { LICENSE_TOKEN: 'T' }, false],
		['12.4.0', { LICENSE_KEY_FILE: '/run/secrets/license' }, false],
		['12.4.0', {}, true]
	])('%s with %j and a stored key (%s) continues', (version, environment, isStored) => {
		expect(() => refused(version, environment, isStored)).not.toThrow();
	});

	test.each<[string, Record<string, string>]>([
		['12.0.2', {}],
		['12.4.0', { LICENSE_KEY: '' }],
		['13.0.0', {}]
	])('%s with %j is refused, in two sentences', (version, environment) => {
		const { message, fix } = userErrorOf(() => refused(version, environment));

		expect(message).toMatch(/^Directus [\d.]+ has no license key[^.]+ nothing was changed\.$/);
		expect(fix).toMatch(/^Set LICENSE_KEY or LICENSE_TOKEN, or use Directus 11[^.]+\.$/);
	});
});
