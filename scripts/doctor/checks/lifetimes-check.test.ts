import { describe, expect, test } from 'vitest';
import { judgeLifetimes } from './lifetimes-check.ts';

const WEEK = 604_800;
const RIGHT = {
	accessToken: 300,
	refreshToken: WEEK,
	session: WEEK,
	grace: 60,
	sessionMaxAge: 13 * WEEK
};

function judged(change: Partial<typeof RIGHT>, ages: { access?: number; refresh?: number } = {}) {
	const cookies = [
		{ name: '__Host-access_token', age: ages.access ?? 299 },
		{ name: '__Host-refresh_token', age: ages.refresh ?? WEEK }
	].map(({ name, age }) => ({ name, value: '', attributes: { 'max-age': String(age) } }));
	return judgeLifetimes(cookies, { ...RIGHT, ...change }).map(
		({ id, severity }) => `${severity} ${id}`
	);
}

test('consistent lifetimes are reported as fine', () => {
	expect(judged({})).toEqual(['ok lifetimes']);
});

describe('lifetimes of cookies and tokens', () => {
	test.each<[string, string[], string]>([
		[
			'of a session that outlives its cookie',
			judged({}, { refresh: 3600 }),
			'must session-lifetime'
		],
		[
			'of a cookie that outlives its session',
			judged({}, { refresh: 2 * WEEK }),
			'must session-lifetime'
		],
		['of a token whose cookie lives longer', judged({}, { access: 3600 }), 'must access-lifetime'],
		[
			'of a token that lives for long',
			judged({ accessToken: 3600 }, { access: 3600 }),
			'should access-lifetime'
		],
		['of which one changes nothing', judged({ refreshToken: 3600 }), 'should refresh-lifetime'],
		['of a refresh that cannot be repeated', judged({ grace: 10 }), 'must refresh-grace']
	])('%s', (_, findings, finding) => {
		expect(findings).toEqual([finding]);
	});
});
