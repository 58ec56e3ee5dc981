import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
	meAnswer,
	permissionsAnswer,
	policyAnswer,
	redirectAnswer,
	teaser,
	teasersAnswer,
	tokensAnswer,
	verificationAnswer
} from './answers.ts';

const tokens = { access_token: 'a', refresh_token: 'r', expires: 300_000 };
const me = {
	id: '1',
	email: 'ada@example.com',
	first_name: null,
	last_name: null,
	status: 'active',
	role: { id: '2', name: 'Member' },
	language: null,
	avatar: null,
	profile: { username: 'ada', biography: null },
	session_name: 'name',
	rules_by_address: false,
	studio: false,
	rights: { article: 'article.key', page: null }
};
const policy = {
	lengths: { email: 128, first_name: null, last_name: 50 },
	registration: { open: true, verification: false },
	password: { pattern: null }
};
const row = {
	id: 1,
	slug: 'a',
	title: 'A',
	summary: null,
	author: null,
	audience: 'public',
	language: 'de',
	published_at: '2030-01-01T00:00:00.000Z',
	cover: { id: '1', version: '1.000', width: 1, height: 1, description: null },
	category: null,
	tags: [],
	words: 1
};

test.each<[string, v.GenericSchema, unknown]>([
	['tokens', tokensAnswer, { data: tokens }],
	['an owner of a token', meAnswer, { data: me }],
	['permissions', permissionsAnswer, { data: { articles: { read: { access: 'full' } } } }],
	['a policy', policyAnswer, { data: policy }],
	['a verified address', verificationAnswer, { data: { email: 'ada@example.com' } }],
	['a redirect', redirectAnswer, { data: { to: '/a' } }],
	['no redirect', redirectAnswer, { data: null }],
	['teasers', teasersAnswer, { data: [row, null], meta: { total: 2 } }],
	['a teaser', teaser, row],
	['a teaser without an audience', teaser, { ...row, audience: null }]
])('the answer of Directus with %s matches its schema', (_what, schema, sent) => {
	expect(v.parse(schema, sent)).toEqual(sent);
});

describe('a response that does not match its schema is refused:', () => {
	test.each<[string, v.GenericSchema, unknown]>([
		['no tokens', tokensAnswer, null],
		['a page of HTML in place of tokens', tokensAnswer, '<html>'],
		['one token', tokensAnswer, { data: { access_token: 'a' } }],
		['an empty token', tokensAnswer, { data: { ...tokens, refresh_token: '' } }],
		[
			'a token that no cookie holds',
			tokensAnswer,
			{ data: { ...tokens, access_token: 'a'.repeat(4097) } }
		],
		['an owner without an id', meAnswer, { data: { ...me, id: null } }],
		['an owner with half a role', meAnswer, { data: { ...me, role: { id: '2' } } }],
		['an unknown extent', permissionsAnswer, { data: { articles: { read: { access: 'some' } } } }],
		['a length in words', policyAnswer, { data: { ...policy, lengths: { email: 'long' } } }],
		['a redirect to another host', redirectAnswer, { data: { to: '//evil.example' } }],
		['teasers without a total', teasersAnswer, { data: [] }],
		['a teaser without a slug', teaser, { ...row, slug: null }]
	])('%s', (_what, schema, sent) => {
		expect(v.is(schema, sent)).toBe(false);
	});
});

test('a member and a cover as the previous release sends them, with fewer fields, are accepted', () => {
	const none = { language: undefined, rules_by_address: undefined, studio: undefined };
	const later = { avatar: undefined, profile: undefined, session_name: undefined };
	const less = { ...me, ...none, ...later, rights: undefined };
	expect(v.parse(meAnswer, { data: less })).toEqual({
		data: { ...me, rights: {}, avatar: null, profile: null, session_name: null }
	});
	const cover = { ...row.cover, version: undefined };
	expect(v.parse(teaser, { ...row, cover }).cover?.version).toBeNull();
});

test('the answer with a policy of the previous release, which has no lengths, limits none', () => {
	const previous = { ...policy, lengths: undefined };
	const nothing = { email: null, first_name: null, last_name: null };
	expect(v.parse(policyAnswer, { data: previous })).toEqual({
		data: { ...policy, lengths: nothing }
	});
});
