import { describe, expect, test } from 'vitest';
import { allowsRules, judgeLicense, type License } from './license-check.ts';

/** As Directus 12.4.0 returns it without a key. */
const CORE: License = {
	status: 'active',
	source: null,
	entitlements: {
		seats: { limit: 3 },
		collections: { limit: 25 },
		flows: { limit: 5 },
		sso_enabled: { default: false },
		telemetry_required: { default: true },
		custom_permission_rules_enabled: { default: false }
	},
	usage: { seats: 2, collections: 8, flows: 0 }
};
const KEYED: License = {
	...CORE,
	source: 'env',
	entitlements: {
		seats: { limit: 10 },
		collections: { limit: -1 },
		flows: { limit: -1 },
		sso_enabled: { default: true },
		telemetry_required: { default: false },
		custom_permission_rules_enabled: { default: false, override: true }
	}
};

test.each<[string, string, License | null, string]>([
	['of 11 is free for most', '11.17.4', null, 'ok'],
	['of 12 that covers rules', '12.4.0', KEYED, 'ok'],
	['of 12 without a key', '12.4.0', CORE, 'must'],
	['of 12 that has locked it', '12.4.0', { ...KEYED, status: 'locked' }, 'must'],
	['of 12 in its grace', '12.4.0', { ...KEYED, status: 'grace' }, 'should'],
	['of 12 that says nothing', '12.4.0', null, 'should']
])('the license %s', (_, version, given, severity) => {
	expect(judgeLicense(version, given)).toMatchObject({ id: 'license', severity });
});

describe('a feature that Directus 12 lacks without a key', () => {
	const { what, why } = judgeLicense('12.4.0', CORE);

	test('is reported with its limits', () => {
		expect(what).toContain('with 3 seats, 25 collections, 5 flows');
		expect(what).toContain('without permissions with rules');
	});

	test('is reported with its consequence, without a lock', () => {
		expect(why).toContain('every page of the site shows an error');
		expect(why).toContain('no single sign-on');
		expect(why).toContain('telemetry cannot be turned off');
		expect(what + why).not.toContain('lock');
	});

	test('has no grace period', () => {
		expect(judgeLicense('12.4.0', { ...CORE, status: 'grace' })).toEqual(
			judgeLicense('12.4.0', CORE)
		);
	});
});

describe('a lock of Directus 12 without a key', () => {
	const locked = (usage: License['usage']) =>
		judgeLicense('12.4.0', { ...CORE, status: 'locked', usage }).what;

	test('comes from exceeded limits', () => {
		expect(locked({ seats: 4, collections: 8, flows: 6 })).toContain(
			'more seats (4 of 3) and flows (6 of 5) than'
		);
	});

	test('comes from accounts with single sign-on, and never from rules', () => {
		const what = locked({ seats: 2, collections: 8, flows: 0 });

		expect(what).toContain('single sign-on');
		expect(what).not.toContain('rules');
	});
});

test.each<[string, License | null, boolean]>([
	['11', null, true],
	['12 without a key', CORE, false],
	['12 with one', KEYED, true]
])('permissions with rules count in Directus %s: %s', (_, license, counts) => {
	expect(allowsRules(license)).toBe(counts);
});
