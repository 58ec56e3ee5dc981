import { expect, test } from 'vitest';
import { judgeLinks, judgePublicUrl } from './links-check.ts';

const SITE = 'https://site.example';
const RIGHT = {
	recovery: [`${SITE}/reset-password`],
	invitation: [] as string[],
	registration: [`${SITE}/verify-email`]
};

test.each<[Partial<typeof RIGHT>, string[]]>([
	[{}, ['ok links']],
	[{ recovery: [] }, ['must link-recovery']],
	[{ recovery: ['http://localhost:3000/reset-password'] }, ['must link-recovery']],
	[{ recovery: [`${SITE}.evil.example/reset-password`] }, ['must link-recovery']],
	[{ invitation: [`${SITE}/accept-invite`] }, ['ok links']],
	[{ invitation: ['https://site.example.evil.example/x'] }, ['should link-invitation']],
	[{ recovery: [], registration: [] }, ['must link-recovery', 'must link-registration']]
])('the permitted links %j are reported as %j', (change, findings) => {
	const found = judgeLinks(SITE, { ...RIGHT, ...change });
	expect(found.map(({ id, severity }) => `${severity} ${id}`)).toEqual(findings);
});

test.each([
	['https://studio.example', 'https://studio.example/', 'ok'],
	['https://studio.example', 'http://studio.example', 'should'],
	['https://studio.example', 'http://localhost:8055', 'should'],
	['https://studio.example', '/', 'should'],
	['https://studio.example', null, 'should']
])('Directus at %s with the PUBLIC_URL %s: %s', (url, publicUrl, severity) => {
	expect(judgePublicUrl(url, publicUrl)).toMatchObject({ severity });
});
