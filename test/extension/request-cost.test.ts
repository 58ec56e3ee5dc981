import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { covers } from '../../directus/access/folders.ts';
import { picturePresets } from '@portico/contract/pictures.ts';
import { editor } from '../../directus/access/roles.ts';
import {
	type Answer,
	callDirectus,
	asAdministrator,
	directusUrl,
	makeItem,
	makePerson,
	type RequestOptions,
	signIn
} from '../support/directus-api.ts';

let administratorToken: string;
let editorToken: string;
beforeAll(async () => {
	const { role } = await asAdministrator<{ role: string }>('/users/me?fields=role');
	[administratorToken, editorToken] = await Promise.all([tokenOf(role), tokenOf(editor.id)]);
});

async function tokenOf(role: string): Promise<string> {
	const { data } = await signIn(await makePerson({ role }));
	return data.access_token;
}

const HASHED = randomUUID();
const mutation = (fields: string) => ({ body: { query: `mutation { ${fields} }` } });
const HASH_CALLS: [name: string, path: string, options: RequestOptions][] = [
	['POST /utils/hash/generate', '/utils/hash/generate', { body: { string: HASHED } }],
	['another case', '/utils/HASH/Generate', { body: { string: HASHED } }],
	[
		'POST /utils/hash/verify',
		'/utils/hash/verify',
		{ body: { string: HASHED, hash: '$argon2id$v=19$m=1048576,t=9,p=1$c2FsdHNhbHQ$aGFzaGhhc2g' } }
	],
	['GraphQL', '/graphql/system', mutation(`utils_hash_generate(string: "${HASHED}")`)],
	[
		'GraphQL by another name, in a fragment',
		'/graphql/system',
		{
			body: {
				query: `mutation { ...f } fragment f on Mutation { x: utils_hash_verify(string: "x", hash: "x") }`
			}
		}
	]
];

describe('D30 hashes for administrators only:', () => {
	test.each(HASH_CALLS)('an Editor is refused %s', async (_, path, options) => {
		const { status, code } = await callDirectus(path, { ...options, token: editorToken });
		expect([status, code]).toEqual([403, 'FORBIDDEN']);
	});

	test('an administrator creates and compares one', async () => {
		const token = administratorToken;
		const made = await callDirectus<string>('/utils/hash/generate', {
			token,
			body: { string: HASHED }
		});
		expect(made.status).toBe(200);
		const body = { string: HASHED, hash: made.data };
		expect((await callDirectus('/utils/hash/verify', { token, body })).data).toBe(true);
		const graphql = mutation(`utils_hash_generate(string: "${HASHED}")`);
		expect((await callDirectus('/graphql/system', { token, ...graphql })).status).toBe(200);
	});

	test('the longest random text has 500 characters', async () => {
		const token = editorToken;
		expect((await callDirectus('/utils/random/string?length=501', { token })).status).toBe(400);
		expect(
			(await callDirectus<string>('/utils/random/string?length=500', { token })).data
		).toHaveLength(500);
	});
});

describe('D31 at Directus’ address a picture is drawn', () => {
	let picture: string;
	beforeAll(async () => {
		const body = new FormData();
		const content = await readFile(
			new URL('../../app/static/apple-touch-icon.png', import.meta.url)
		);
		body.append('folder', covers.id);
		body.append('file', new Blob([content], { type: 'image/png' }), 'picture.png');
		picture = (await makeItem<{ id: string }>('directus_files', body)).id;
	});

	const draw = (query: string, token: string) =>
		fetch(new URL(`/assets/${picture}?${query}`, directusUrl), {
			headers: { accept: 'image/avif,image/webp,*/*', authorization: `Bearer ${token}` }
		});

	test.each([
		...picturePresets.map(({ key }) => key),
		'system-small-cover',
		'system-large-contain'
	])('with the preset %s, as WebP', async (key) => {
		for (const token of [editorToken, administratorToken]) {
			const answer = await draw(`key=${key}`, token);
			expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
			await answer.body?.cancel();
		}
	});

	test.each([
		'width=321',
		'height=10&fit=cover',
		'format=avif',
		'quality=3',
		'transforms=[["blur",45]]',
		'key=portico-320&width=7',
		'key=portico-320&transforms=[["blur",45]]',
		'key=nowhere'
	])('but not with %s, even for an administrator', async (query) => {
		for (const token of [editorToken, administratorToken]) {
			const { status } = await callDirectus(`/assets/${picture}?${query}`, { token });
			expect(status).toBe(400);
		}
	});
});

const SCOPES = [
	{ scope: '/graphql', root: 'articles', leaf: 'id' },
	{ scope: '/graphql/system', root: 'files', leaf: 'id' }
];

describe.each(SCOPES)('D32 GraphQL at $scope', ({ scope, root, leaf }) => {
	/** Nested fields; Directus reports that they do not exist, once the limits have let them pass. */
	const nested = (levels: number) =>
		`{ ${`${root} { `.repeat(levels - 1)} ${leaf} ${'} '.repeat(levels - 1)} }`;
	const aliased = (count: number) =>
		Array.from({ length: count }, (_, index) => `a${index}: ${root} { ${leaf} }`).join(' ');

	const ways: [name: string, send: (query: string) => Promise<Answer<unknown>>][] = [
		['POST', (query) => callDirectus(scope, { token: editorToken, body: { query } })],
		[
			'GET',
			(query) => callDirectus(`${scope}?query=${encodeURIComponent(query)}`, { token: editorToken })
		]
	];

	describe.each(ways)('by %s', (_, send) => {
		test('answers a hundred aliases, as dashboards of Studio need', async () => {
			const { status, data } = await send(`{ ${aliased(100)} }`);
			expect(status).toBe(200);
			expect(Object.keys(data as object)).toHaveLength(100);
		});

		test.each([
			['more than 200 aliases', () => `{ ${aliased(201)} }`, '200 aliases'],
			[
				'more than 200 aliases by fragments',
				() => `{ ...f ${aliased(101)} } fragment f on Query { ${aliased(100)} }`,
				'200 aliases'
			],
			[
				'aliases of two operations',
				() => `query a { ${aliased(101)} } query b { ${aliased(100)} }`,
				'200 aliases'
			],
			['more than 10 levels', () => nested(11), '10 levels'],
			[
				'more than 10 levels by fragments',
				() =>
					`{ ...f0 } ${Array.from({ length: 11 }, (_, index) => `fragment f${index} on T { ${root} { ${index < 10 ? `...f${index + 1}` : leaf} } }`).join(' ')}`,
				'10 levels'
			],
			[
				'a fragment that contains itself',
				() => `{ ...f } fragment f on Query { ${root} { ...f } }`,
				'contain itself'
			],
			[
				'fragments that double each other',
				() =>
					`{ ...f0 } ${Array.from({ length: 20 }, (_, index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`).join(' ')} fragment f20 on Query { ${root} { ${leaf} } }`,
				'2000 fields'
			],
			['more than 2000 fields', () => `{ ${root} { ${`${leaf} `.repeat(2_000)} } }`, '2000 fields'],
			['what is not GraphQL', () => '{ a', 'Syntax Error']
		])('refuses %s', async (_, query, reason) => {
			const { status, code, body } = await send(query());
			expect([status, code]).toEqual([400, 'INVALID_QUERY']);
			expect(JSON.stringify(body)).toContain(reason);
		});

		test('leaves ten levels to Directus', async () => {
			const { body } = await send(nested(10));
			expect(JSON.stringify(body)).not.toContain('levels');
		});
	});

	test('refuses a list of queries', async () => {
		const body = [{ query: `{ ${root} { ${leaf} } }` }, { query: `{ ${root} { ${leaf} } }` }];
		expect((await callDirectus(scope, { token: editorToken, body })).status).toBe(400);
	});
});
