import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { png } from '../support/png.ts';
import { covers } from '../../directus/access/folders.ts';
import { editing } from '../../directus/access/policies.ts';
import { editor, member } from '../../directus/access/roles.ts';
import {
	callDirectus,
	asAdministrator,
	directusUrl,
	makeArticle,
	makeItem
} from '../support/directus-api.ts';
import { rights } from './rights-table.ts';
import { type Asker, type Row, World } from './world.ts';

let world: World;
beforeAll(async () => {
	world = await World.make();
});
afterAll(() => world.clear());

describe('reading', { retry: 0 }, () => {
	test.each(
		rights(`
		                        guest  member  premium  editor  newcomer  administrator
		public article          yes    yes     yes      yes     -         yes
		members' article        -      yes     yes      yes     -         yes
		premium article         -      -       yes      yes     -         yes
		draft                   -      -       -        yes     -         yes
		archived article        -      -       -        yes     -         yes
		article of tomorrow     -      -       -        yes     -         yes
		category                yes    yes     yes      yes     -         yes
		page                    yes    yes     yes      yes     -         yes
		draft page              -      -       -        yes     -         yes
		link                    yes    yes     yes      yes     -         yes
		redirect                -      -       -        yes     -         yes
		cover                   yes    yes     yes      yes     -         yes
		cover of a draft        -      -       -        yes     -         yes
		private file            -      -       -        yes     -         yes
		comment of member       -      yes     -        yes     -         yes
		comment of premium      -      -       yes      yes     -         yes
		bookmark of member      -      yes     -        -       -         yes
		bookmark of premium     -      -       yes      -       -         yes
		`)
	)('$what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const { path, id } = world.row(what);

		const one = await world.callDirectus(asker, `${path}/${id}`);
		const all = await world.callDirectus<Row[] | undefined>(asker, `${path}?limit=-1&fields=id`);

		expect(one.status).toBe(allowed ? 200 : 403);
		expect(all.data?.some((row) => row.id === id) ?? false).toBe(allowed);
	});

	test.each(
		rights(`
		                  guest  member  premium  editor  newcomer  administrator
		cover             yes    yes     yes      yes     -         yes
		cover of a draft  -      -       -        yes     -         yes
		private file      -      -       -        yes     -         yes
		`)
	)('the bytes of $what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const response = await fetch(new URL(`/assets/${world.row(what).id}`, directusUrl), {
			headers: world.authorization(asker)
		});

		expect(response.status).toBe(allowed ? 200 : 403);
	});

	test.each(
		rights(`
		                                       guest  member  premium  editor  newcomer  administrator
		public article?fields=body             yes    yes     yes      yes     -         yes
		public article?fields=user_created     -      -       -        yes     -         yes
		public article?fields=user_updated     -      -       -        yes     -         yes
		cover?fields=title                     yes    yes     yes      yes     -         yes
		cover?fields=uploaded_by               -      -       -        yes     -         yes
		cover?fields=filename_disk             -      -       -        yes     -         yes
		page?fields=user_created               -      -       -        yes     -         yes
		`)
	)('$what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const [name = '', query] = what.split('?');
		const { path, id } = world.row(name);

		const { status } = await world.callDirectus(asker, `${path}/${id}?${query}`);

		expect(status).toBe(allowed ? 200 : 403);
	});
});

describe('writing', { retry: 0 }, () => {
	test.each(
		rights(`
		          guest  member  premium  editor  newcomer  administrator
		article   -      -       -        yes     -         yes
		category  -      -       -        yes     -         yes
		page      -      -       -        yes     -         yes
		link      -      -       -        yes     -         yes
		redirect  -      -       -        yes     -         yes
		folder    -      -       -        yes     -         yes
		comment   -      yes     yes      yes     -         yes
		bookmark  -      yes     yes      yes     -         yes
		`)
	)('a new $what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const { path, values } = await sample(what);

		const { status, data } = await world.callDirectus<Row | undefined>(asker, path, {
			body: values
		});
		if (data) world.keep({ path, id: data.id });

		expect(status).toBe(allowed ? 200 : 403);
	});

	test.each(
		rights(`
		                    guest  member  premium  editor  newcomer  administrator
		article             -      -       -        yes     -         yes
		category            -      -       -        yes     -         yes
		page                -      -       -        yes     -         yes
		link                -      -       -        yes     -         yes
		redirect            -      -       -        yes     -         yes
		folder              -      -       -        yes     -         yes
		own comment         -      yes     yes      yes     -         yes
		comment             -      -       -        -       -         yes
		own bookmark        -      yes     yes      yes     -         yes
		bookmark            -      -       -        -       -         yes
		`)
	)('a change of $what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const { path, id } = await someRow(what, asker);

		const { status } = await world.callDirectus(asker, `${path}/${id}`, {
			method: 'PATCH',
			body: (await sample(what)).change
		});

		expect(status).toBe(allowed ? 200 : 403);
	});

	test.each(
		rights(`
		              guest  member  premium  editor  newcomer  administrator
		article       -      -       -        yes     -         yes
		category      -      -       -        yes     -         yes
		page          -      -       -        yes     -         yes
		link          -      -       -        yes     -         yes
		redirect      -      -       -        yes     -         yes
		folder        -      -       -        yes     -         yes
		own comment   -      yes     yes      yes     -         yes
		comment       -      -       -        yes     -         yes
		own bookmark  -      yes     yes      yes     -         yes
		bookmark      -      -       -        -       -         yes
		`)
	)('a deletion of $what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const { path, id } = await someRow(what, asker);

		const { status } = await world.callDirectus(asker, `${path}/${id}`, { method: 'DELETE' });
		const left = await asAdministrator<Row[]>(`${path}?filter[id][_eq]=${id}`);

		expect(status).toBe(allowed ? 204 : 403);
		expect(left).toHaveLength(allowed ? 0 : 1);
	});

	test('a comment belongs to its sender, even if it names another author', async () => {
		const { path, values } = await sample('comment');
		const user_created = world.person('premium').id;

		const forged = await world.callDirectus('member', path, { body: { ...values, user_created } });
		const honest = await world.callDirectus<Row>('member', path, { body: values });
		world.keep({ path, id: honest.data.id });

		expect(forged.status).toBe(403);
		expect(honest.data).toMatchObject({ user_created: world.person('member').id });
	});

	test('a bookmark stays that of its owner and of its article', async () => {
		const { path, id } = await someRow('own bookmark', 'member');
		const changes = [
			{ article: world.row('public article').id },
			{ user_created: world.person('premium').id }
		];

		for (const body of changes) {
			const { status } = await world.callDirectus('member', `${path}/${id}`, {
				method: 'PATCH',
				body
			});
			expect(status).toBe(403);
		}
	});

	test.each(
		rights(`
		                     guest  member  premium  editor  newcomer  administrator
		public article       -      yes     yes      yes     -         yes
		members' article     -      yes     yes      yes     -         yes
		premium article      -      -       yes      yes     -         yes
		draft                -      -       -        yes     -         yes
		archived article     -      -       -        yes     -         yes
		article of tomorrow  -      -       -        yes     -         yes
		`)
	)('G13 a bookmark of the $what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const path = '/items/bookmarks';

		const { status, data } = await world.callDirectus<Row | undefined>(asker, path, {
			body: { article: world.row(what).id }
		});
		if (data) world.keep({ path, id: data.id });

		// 400 where this world has it already
		expect(status === 403).toBe(!allowed);
	});

	test('a comment is not empty', async () => {
		const { path, values } = await sample('comment');

		const { code } = await world.callDirectus('member', path, { body: { ...values, body: '' } });

		expect(code).toBe('FAILED_VALIDATION');
	});
});

describe('G06 the own record of a person:', () => {
	const people = ['member', 'premium', 'editor'] as const;

	test.each(people)('the %s sees it and no other person', async (asker) => {
		const { id, email } = world.person(asker);

		const all = await world.callDirectus<Row[]>(asker, '/users?limit=-1&fields=id,email');
		const other = await world.callDirectus(asker, `/users/${world.person('administrator').id}`);

		expect(all.data).toEqual([{ id, email }]);
		expect(other.status).toBe(403);
	});

	test.each(people)('the %s changes names and language', async (asker) => {
		const body = { first_name: 'Ada', last_name: 'Lovelace', language: 'en-GB' };

		const { status, data } = await world.callDirectus(asker, '/users/me', {
			method: 'PATCH',
			body
		});

		expect(status).toBe(200);
		expect(data).toMatchObject(body);
	});

	const locked: Record<string, unknown> = {
		email: 'other-person@example.com',
		password: 'another-password',
		role: editor.id,
		status: 'suspended',
		policies: [{ policy: editing.id }],
		provider: 'github',
		external_identifier: 'other-person',
		token: 'a-token-that-never-expires',
		tfa_secret: 'JBSWY3DPEHPK3PXP'
	};

	test.each(['guest', ...people, 'newcomer'] as const)(
		'the %s changes nothing about identity or rights',
		async (asker) => {
			const before = await everyone();

			for (const [field, value] of Object.entries(locked)) {
				for (const user of ['me', world.person('member').id, world.person('administrator').id]) {
					const options = { method: 'PATCH', body: { [field]: value } };
					const { status } = await world.callDirectus(asker, `/users/${user}`, options);
					expect([field, status >= 400 && status < 500]).toEqual([field, true]);
				}
			}

			expect(await everyone()).toEqual(before);
		}
	);

	test('a new registration becomes a member, and cannot choose another role', async () => {
		const email = `${randomUUID()}@example.com`;
		const registration = { email, password: randomUUID() };
		const register = (body: object) =>
			// An address of its own: five registrations a minute are allowed from one
			callDirectus('/users/register', { body, headers: { 'x-forwarded-for': randomAddress() } });

		const greedy = await register({ ...registration, role: world.person('editor').id });
		const honest = await register(registration);
		const [user] = await asAdministrator<{ id: string; role: string }[]>(
			`/users?filter[email][_eq]=${email}&fields=id,role`
		);
		if (user) world.keep({ path: '/users', id: user.id });

		expect(greedy.status).toBe(400);
		expect(honest.status).toBe(204);
		expect(user?.role).toBe(member.id);
	});

	test('a person with a role without any policy is identified', async () => {
		const { status, data } = await world.callDirectus('newcomer', '/portico/me');

		expect(status).toBe(200);
		expect(data).toMatchObject({ email: world.person('newcomer').email });
	});

	function everyone() {
		return asAdministrator(
			'/users?limit=-1&sort=id&fields=id,email,role,status,policies,provider,external_identifier,token,tfa_secret'
		);
	}
});

describe('changes reserved to administrators:', () => {
	test.each(
		rights(`
		                        guest  member  premium  editor  newcomer  administrator
		GET /policies           -      -       -        -       -         yes
		GET /permissions        -      -       -        -       -         yes
		GET /access             -      -       -        -       -         yes
		GET /flows              -      -       -        -       -         yes
		GET /operations         -      -       -        -       -         yes
		GET /revisions          -      -       -        -       -         yes
		GET /schema/snapshot    -      -       -        -       -         yes
		GET /roles              -      -       -        yes     -         yes
		GET /settings           -      -       -        yes     -         yes
		GET /activity           -      -       -        yes     -         yes
		`)
	)('$what, $asker: $allowed', async ({ what, asker, allowed }) => {
		const { status } = await world.callDirectus(asker, what.replace('GET ', ''));

		expect(status).toBe(allowed ? 200 : 403);
	});

	const requests: [request: string, body: () => unknown][] = [
		['POST /users', () => ({ email: 'x@example.com', password: 'x', role: editor.id })],
		['POST /users/invite', () => ({ email: 'x@example.com', role: editor.id })],
		['POST /roles', () => ({ name: 'x' })],
		['POST /policies', () => ({ name: 'x', admin_access: true })],
		['POST /access', () => ({ policy: editing.id, user: world.person('member').id })],
		[
			'POST /permissions',
			() => ({ policy: editing.id, collection: 'directus_users', action: 'read', fields: ['*'] })
		],
		['POST /flows', () => ({ name: 'x', trigger: 'webhook' })],
		[
			'POST /shares',
			() => ({ collection: 'articles', item: world.row('draft').id, role: editor.id })
		],
		['POST /collections', () => ({ collection: 'x', schema: {}, meta: {} })],
		['POST /fields/articles', () => ({ field: 'x', type: 'string' })],
		[
			'POST /relations',
			() => ({ collection: 'articles', field: 'author', related_collection: 'directus_users' })
		],
		['POST /schema/apply', () => ({ hash: 'x', diff: {} })],
		['POST /utils/cache/clear', () => ({})],
		['PATCH /settings', () => ({ public_registration_role: editor.id })],
		[`PATCH /roles/${member.id}`, () => ({ parent: editor.id })]
	];
	const all = ['guest', 'member', 'premium', 'editor', 'newcomer'] as const;

	test.each(requests)('%s', async (request, body) => {
		const [method = '', path = ''] = request.split(' ');

		const answers = await Promise.all(
			all.map((asker) => world.callDirectus(asker, path, { method, body: body() }))
		);

		expect(answers.map(({ code }) => code)).toEqual(all.map(() => 'FORBIDDEN'));
	});
});

/** A row to create for each kind, and a change of it. */
async function sample(what: string): Promise<{ path: string; values: object; change: object }> {
	const slug = randomUUID();
	const article = world.row('public article').id;
	switch (what.replace('own ', '')) {
		case 'article':
			return {
				path: '/items/articles',
				values: { title: 'x', slug, summary: 'x' },
				change: { title: 'y' }
			};
		case 'category':
			return { path: '/items/categories', values: { name: 'x', slug }, change: { name: 'y' } };
		case 'page':
			return { path: '/items/pages', values: { title: 'x', slug }, change: { title: 'y' } };
		case 'link':
			return {
				path: '/items/navigation',
				values: { label: 'x', url: '/x' },
				change: { label: 'y' }
			};
		case 'redirect':
			return {
				path: '/items/redirects',
				values: { from: `/${slug}`, to: '/articles' },
				change: { to: '/' }
			};
		case 'folder':
			return { path: '/folders', values: { name: 'x' }, change: { name: 'y' } };
		case 'comment':
			return { path: '/items/comments', values: { article, body: 'x' }, change: { body: 'y' } };
		case 'bookmark':
			return {
				path: '/items/bookmarks',
				// a member has an article once
				values: { article: (await makeArticle({})).id },
				change: { read: true, position: 1 }
			};
		default:
			throw new Error(`no sample of ${what}`);
	}
}

/** A fresh row: one's own where it says so, else the administrator's. */
async function someRow(what: string, asker: Asker): Promise<Row> {
	const { path, values } = await sample(what);
	const row = await world.make(path, values);
	if (what.startsWith('own ') && asker !== 'guest') {
		const body = { user_created: world.person(asker).id };
		await asAdministrator(`${path}/${row.id}`, { method: 'PATCH', body });
	}
	return row;
}

function randomAddress(): string {
	const part = () => Math.floor(Math.random() * 254) + 1;
	return `10.${part()}.${part()}.${part()}`;
}

test('D44 a cover is served and listed while its article is published', async () => {
	const form = new FormData();
	form.append('folder', covers.id);
	const picture = new Uint8Array(png(9, 9));
	form.append('file', new Blob([picture], { type: 'image/png' }), 'cover.png');
	const cover = await makeItem<{ id: string }>('directus_files', form);
	const article = await makeArticle({ audience: 'premium', status: 'draft', cover: cover.id });
	const isSeen = async (values: object) => {
		await asAdministrator(`/items/articles/${article.id}`, { method: 'PATCH', body: values });
		const served = await fetch(new URL(`/assets/${cover.id}`, directusUrl), {
			headers: world.authorization('guest')
		});
		const { data } = await callDirectus<Row[]>('/files?limit=-1&fields=id');
		return [served.status, data.some(({ id }) => id === cover.id)];
	};

	expect(await isSeen({ status: 'draft' })).toEqual([403, false]);
	expect(await isSeen({ status: 'published' })).toEqual([200, true]);
	expect(await isSeen({ published_at: '2999-01-01T00:00:00Z' })).toEqual([403, false]);
	expect(await isSeen({ published_at: '2020-01-01T00:00:00Z' })).toEqual([200, true]);
	expect(await isSeen({ status: 'archived' })).toEqual([403, false]);
	expect(await isSeen({ cover: null })).toEqual([403, false]);
});
