import { describe, expect, test } from 'vitest';
import { judgeLicence, judgeVersions, type Licence } from './versions.ts';

const repository = { directus: '11.17.4', extension: '0.1.0', extensionDigest: 'abc' };
const inside = { node: '22.23.2', extension: { version: '0.1.0', digest: 'abc' } };

function complaints(directus: string, change: object, here: object = {}) {
	return judgeVersions(directus, { ...inside, ...change }, { ...repository, ...here })
		.filter(({ severity }) => severity !== 'ok')
		.map(({ id }) => id);
}

test.each([
	['11.17.4', {}, {}, []],
	['11.17.3', {}, {}, ['directus-version']],
	['11.17.4', { node: '24.1.0' }, {}, ['node-version']],
	['11.17.4', { extension: { version: '0.1.0', digest: 'older' } }, {}, ['extension-version']],
	// not built here: only the version can be compared
	['11.17.4', { extension: { version: '0.1.0', digest: 'older' } }, { extensionDigest: null }, []],
	[
		'11.17.4',
		{ extension: { version: '0.0.9', digest: 'older' } },
		{ extensionDigest: null },
		['extension-version']
	]
])('Directus %s with %j, here %j: %j', (directus, change, here, ids) => {
	expect(complaints(directus, change, here)).toEqual(ids);
});

describe('the licence', () => {
	const rules = (value: boolean) => ({
		custom_permission_rules_enabled: { default: false, override: value || null }
	});
	const licence = (change: Partial<Licence>): Licence => ({
		status: 'active',
		source: 'env',
		entitlements: rules(true),
		...change
	});

	test.each<[string, string, Licence | null, string]>([
		['of 11 is free for most', '11.17.4', null, 'ok'],
		['of 12 that covers rules', '12.4.1', licence({}), 'ok'],
		[
			'of 12 without a key',
			'12.4.1',
			licence({ source: null, entitlements: rules(false) }),
			'must'
		],
		['of 12 that has locked it', '12.4.1', licence({ status: 'locked' }), 'must'],
		['of 12 in its grace', '12.4.1', licence({ status: 'grace' }), 'should'],
		['of 12 that says nothing', '12.4.1', null, 'should']
	])('%s', (_, version, given, severity) => {
		expect(judgeLicence(version, given)).toMatchObject({ severity });
	});
});
