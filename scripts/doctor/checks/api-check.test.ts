import { expect, test } from 'vitest';
import { judgeApi } from './api-check.ts';

test('a closed API is reported as fine, with its open paths', () => {
	expect(judgeApi({ access: 'studio', paths: [] })).toMatchObject({ severity: 'ok' });
	const finding = judgeApi({ access: 'studio', paths: ['/flows/trigger/x', '/shop/*'] });
	expect(finding).toMatchObject({ severity: 'ok' });
	expect(JSON.stringify(finding)).toContain('/flows/trigger/x, /shop/*');
});

test('an open API is reported', () => {
	expect(judgeApi({ access: 'open', paths: [] })).toMatchObject({
		id: 'api-access',
		severity: 'should'
	});
});

test('the access to the API is unknown where the extension does not report it', () => {
	expect(judgeApi(undefined)).toMatchObject({ severity: 'unknown' });
});
