import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT_KINDS, RIGHTS_HEADER } from '@portico/contract/content.ts';
import { editor, member, premium } from '../../directus/access/roles.ts';
import { askDirectus } from '../support/ask-directus.ts';
import { asTheApp } from '../support/app-proof.ts';
import { signIn } from '../support/directus-api.ts';
import { type Article, Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

/** Directus vouches for rights a second after they changed, and other tests change them. */
const SETTLED = { timeout: 10_000, interval: 100 };

const directus = new Directus(installation);
let article: Article;
beforeAll(async () => {
	article = await directus.makeArticle({ audience: 'members' });
});
afterAll(() => directus.clear());

type Keys = Record<string, string | null>;

/** A person with these fields, and the token of a session. */
async function signedIn(values: object = {}) {
	const person = await directus.makePerson(values);
	const { data } = await signIn(person);
	return { ...person, token: data.access_token };
}

async function keysOf({ token }: { token: string }): Promise<Keys> {
	const url = new URL('/portico/me', installation.directusUrl);
	return (await askDirectus<{ rights: Keys }>(url, { token })).data.rights;
}

/** Reads an article as the app does for its cache. */
function read(token: string, rights: string, headers = asTheApp()): Promise<Response> {
	const filter = encodeURIComponent(JSON.stringify({ slug: { _eq: article.slug } }));
	const url = `/items/articles?fields=body&filter=${filter}`;
	return fetch(new URL(url, installation.directusUrl), {
		headers: { ...headers, authorization: `Bearer ${token}`, [RIGHTS_HEADER]: rights }
	});
}

const administratorRole = async () =>
	(await directus.send<{ role: string }>('GET', '/users/me?fields=role')).role;

describe('rights keys', () => {
	test('are the same for people with the same rights, of every kind of content', async () => {
		const [ada, eve] = await Promise.all([signedIn(), signedIn()]);
		const keys = await keysOf(ada);
		expect(Object.keys(keys).sort()).toEqual([...CONTENT_KINDS].sort());
		expect(await keysOf(eve)).toEqual(keys);
	});

	test('differ by what roles may read, and only there', async () => {
		const roles = [member.id, premium.id, editor.id, await administratorRole()];
		const people = await Promise.all(roles.map((role) => signedIn({ role })));
		const all = await Promise.all(people.map(keysOf));
		expect(new Set(all.map(({ article }) => article)).size).toBe(4);
		const [ofMember, ofPremium] = all;
		expect(ofMember?.category).toBe(ofPremium?.category);
		expect(ofMember?.category).not.toBeNull();
	});

	test('follow a policy that a role inherits', async () => {
		const { id: child } = await directus.makeItem<{ id: string }>('directus_roles', {
			name: 'A new role',
			parent: premium.id
		});
		const [heir, ofPremium] = await Promise.all([
			signedIn({ role: child }),
			signedIn({ role: premium.id })
		]);
		expect((await keysOf(heir)).article).toBe((await keysOf(ofPremium)).article);
	});

	test('are missing where a policy counts at some addresses, or a rule depends on the person', async () => {
		const [local, personal] = await Promise.all([signedIn(), signedIn()]);
		const permissions = [{ collection: 'articles', action: 'read', fields: ['*'] }];
		await directus.makePolicy({
			addresses: ['10.0.0.0/8'],
			role: null,
			user: local.id,
			permissions
		});
		const rule = { user_created: { _eq: '$CURRENT_USER' } };
		await directus.makePolicy({
			addresses: [],
			role: null,
			user: personal.id,
			permissions: permissions.map((one) => ({ ...one, permissions: rule }))
		});
		expect(Object.values(await keysOf(local))).toEqual(CONTENT_KINDS.map(() => null));
		const { article, category } = await keysOf(personal);
		expect(article).toBeNull();
		expect(category).not.toBeNull();
	});

	test('do not depend on what rules of policies look into that a person does not hold', async () => {
		const rule = { user_created: { role: { name: { _eq: 'A new role' } } } };
		const permission = { collection: 'articles', action: 'read', fields: ['*'], permissions: rule };
		const [holder, person] = await Promise.all([signedIn(), signedIn()]);
		const { id: user } = holder;
		await directus.makePolicy({ addresses: [], role: null, user, permissions: [permission] });
		expect((await keysOf(person)).article).not.toBeNull();
		// its rule looks into people, of whom Members see only themselves
		expect((await keysOf(holder)).article).toBeNull();
	});

	test('change with every change of a policy, also of one that says nothing about content', async () => {
		const person = await signedIn();
		const before = await keysOf(person);
		await directus.makePolicy({ addresses: [], role: null, user: person.id, permissions: [] });
		const after = await keysOf(person);
		for (const kind of CONTENT_KINDS) expect(after[kind], kind).not.toBe(before[kind]);
	});
});

describe('a read for the cache of the app', () => {
	test('is vouched for where the caller has these rights', async () => {
		const { token } = await signedIn();
		const answer = async () => {
			const { article: key } = await keysOf({ token });
			const { status, headers } = await read(token, key ?? '');
			return [status, headers.get(RIGHTS_HEADER) === key];
		};
		await expect.poll(answer, SETTLED).toEqual([200, true]);
	});

	test('G11 is refused with 409 where the caller has others', async () => {
		const [{ token }, other] = await Promise.all([signedIn(), signedIn({ role: premium.id })]);
		for (const key of [(await keysOf(other)).article ?? '', `article.${randomUUID()}`, '']) {
			const answer = await read(token, key);
			expect([answer.status, answer.headers.get(RIGHTS_HEADER)]).toEqual([409, null]);
			expect(await answer.text()).toContain('RIGHTS_CHANGED');
		}
	});

	test('is refused where the role in the token is no longer that of the person', async () => {
		const { id, token } = await signedIn();
		const keys = async () => (await keysOf({ token })).article ?? '';
		await expect.poll(async () => (await read(token, await keys())).status, SETTLED).toBe(200);
		await directus.send('PATCH', `/users/${id}`, { role: premium.id });
		for (const key of [await keys(), (await keysOf(await signedIn())).article ?? ''])
			expect((await read(token, key)).status).toBe(409);
	});

	test('is refused in the moment after a change of rights', async () => {
		const { token } = await signedIn();
		await directus.makePolicy({ addresses: [], role: null, permissions: [] });
		expect((await read(token, (await keysOf({ token })).article ?? '')).status).toBe(409);
	});

	test('is vouched for to nobody but the app', async () => {
		const { token } = await signedIn({ role: editor.id });
		const { article: key } = await keysOf({ token });
		for (const rights of [key ?? '', 'article.another']) {
			const { status, headers } = await read(token, rights, {});
			expect([status, headers.get(RIGHTS_HEADER)]).toEqual([200, null]);
		}
		const url = new URL('/portico/me', installation.directusUrl);
		const { data } = await askDirectus<{ rights: Keys }>(url, { token, outside: true });
		expect(data.rights).toEqual({});
	});
});
