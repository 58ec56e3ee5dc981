import { expect, test } from 'vitest';
import { judgeVersions } from './versions-check.ts';

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
])('Directus %s with the extension %j and local sources %j: %j', (directus, change, here, ids) => {
	expect(complaints(directus, change, here)).toEqual(ids);
});
