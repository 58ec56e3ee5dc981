import { expect, test } from 'vitest';
import { judgeApi } from './api-check.ts';

test('a closed API is fine, and its open paths are named', () => {
	expect(judgeApi({ access: 'studio', paths: [] })).toMatchObject({ severity: 'ok' });
	const finding = judgeApi({ access: 'studio', paths: ['/flows/trigger/x', '/shop/*'] });
	expect(finding).toMatchObject({ severity: 'ok' });
	expect(JSON.stringify(finding)).toContain('/flows/trigger/x, /shop/*');
});

test('an open API is worth a look', () => {
	expect(judgeApi({ access: 'open', paths: [] })).toMatchObject({
		id: 'api-access',
		severity: 'should'
	});
});

test('an extension that does not report it leaves the access to the API unknown', () => {
	expect(judgeApi(undefined)).toMatchObject({ severity: 'unknown' });
});
