// What members say about themselves: fields of contract/profile.ts, and an avatar.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { avatars } from '../../directus/access/folders.ts';
import { editor } from '../../directus/access/roles.ts';
import { asAdministrator, callDirectus, signIn } from '../support/directus-api.ts';
import { type Answer, Browser, location } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { startApp } from '../support/own-app.ts';
import { png } from '../support/png.ts';
import { Relay } from '../support/relay.ts';

const directus = new Directus(installation);
let person: Person;
let browser: Browser;
beforeAll(async () => {
	person = await directus.makePerson();
	browser = await Browser.signedIn(person);
});
afterAll(() => directus.clear());

type Fields = Record<string, string | Blob>;

/** Sends the form of the profile as browsers do, with a file or without. */
async function save(by: Browser, owner: Person, fields: Fields): Promise<Answer> {
	const form = new FormData();
	form.append('opened_by', owner.id);
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return send(by, '/profile?/save', form);
}

async function send(by: Browser, path: string, form: FormData): Promise<Answer> {
	const encoded = new Response(form);
	return by.send('POST', path, {
		headers: {
			accept: 'text/html',
			'content-type': encoded.headers.get('content-type') ?? '',
			'sec-fetch-site': 'same-origin',
			origin: by.origin
		},
		body: Buffer.from(await encoded.arrayBuffer())
	});
}

async function newMember(values: object = {}): Promise<[Person, Browser]> {
	const made = await directus.makePerson(values);
	return [made, await Browser.signedIn(made)];
}

const OWN = 'username,biography,birth_date';

describe('the fields of a profile', () => {
	test('are saved, shown again, left as they are by a form without them, and removed', async () => {
		const [own, by] = await newMember();
		const username = `Ädä-${randomUUID().slice(0, 8)}`;
		const biography = 'One <b>line</b>,\r\nand another.';
		const saved = await save(by, own, { username, biography, birth_date: '1985-12-10' });
		expect([saved.status, location(saved)]).toEqual([303, '/profile']);

		const kept = {
			username,
			biography: 'One <b>line</b>,\nand another.',
			birth_date: '1985-12-10'
		};
		const record = () => directus.send('GET', `/users/${own.id}?fields=${OWN}`);
		expect(await record()).toEqual(kept);
		const { body } = await by.visit('/profile');
		expect(body).toContain(`value="${username}"`);
		expect(body).toContain('One &lt;b>line&lt;/b>,\nand another.</textarea>');
		expect(body).toContain('value="1985-12-10"');

		expect((await save(by, own, { first_name: 'Ada' })).status).toBe(303);
		expect(await record()).toEqual(kept);
		expect((await save(by, own, { username: '', biography: ' ', birth_date: '' })).status).toBe(
			303
		);
		expect(await record()).toEqual({ username: null, biography: null, birth_date: null });
	});

	test.each([
		['username', 'a b', 'letters and digits'],
		['username', 'Admin', 'is taken'],
		['username', 'a'.repeat(31), '30 characters at most'],
		['biography', 'ä'.repeat(501), '500 characters at most'],
		['biography', 'a\0b', 'invisible characters'],
		['birth_date', '2021-02-30', 'from 1900 to today'],
		['birth_date', '1899-12-31', 'from 1900 to today'],
		['birth_date', '9999-01-01', 'from 1900 to today'],
		['birth_date', '1985-12-10T00:00', '10 characters at most'],
		['birth_date', 'yesterday', 'from 1900 to today']
	])('%s %j gets a message, and is not saved', async (field, value, message) => {
		const { status, body } = await save(browser, person, { [field]: value, first_name: 'Eve' });
		expect(status).toBe(422);
		expect(body).toContain(message);
		expect(await directus.send('GET', `/users/${person.id}?fields=${field},first_name`)).toEqual({
			[field]: null,
			first_name: null
		});
	});

	test('D50 are of the greatest length for a member who asks Directus, and no others are written', async () => {
		const { access_token: token } = (await signIn(person)).data;
		const change = (body: object) => callDirectus('/users/me', { method: 'PATCH', body, token });
		expect(await change({ biography: 'ä'.repeat(501) })).toMatchObject({ status: 400 });
		expect(await change({ username: 'ä'.repeat(31) })).toMatchObject({ status: 400 });
		expect(await change({ username: 'a b' })).toMatchObject({ status: 400 });
		const file = await directus.makeFile(png(1, 1), 'image/png', 'public');
		expect(await change({ avatar: file })).toMatchObject({ status: 403 });

		await change({ username_key: 'taken' });
		const [row] = await asAdministrator<[object]>(
			`/users?filter[id][_eq]=${person.id}&fields=username_key,avatar,username,biography`
		);
		expect(row).toEqual({ username_key: null, avatar: null, username: null, biography: null });
	});
});

describe('D60 a username', () => {
	test('is unique however it is written, also where two members choose it at once', async () => {
		const name = `Straße-${randomUUID().slice(0, 8)}`;
		const upper = name.toUpperCase();
		const members = await Promise.all([newMember(), newMember()]);
		const saved = await Promise.all(
			members.map(([own, by], index) => save(by, own, { username: index === 0 ? name : upper }))
		);
		expect(saved.map(({ status }) => status).sort()).toEqual([303, 422]);
		expect(saved.find(({ status }) => status === 422)?.body).toContain('This username is taken');

		const third = save(browser, person, { username: name.replace('S', 'Ｓ') });
		expect((await third).status).toBe(422);
	});

	test('is unique for administrators too, and free again once it is given up', async () => {
		const username = `x-${randomUUID().slice(0, 8)}`;
		const [own, by] = await newMember({ username });
		const other = await directus.makePerson();
		const take = () =>
			callDirectus(`/users/${other.id}`, {
				method: 'PATCH',
				body: { username: username.toUpperCase() },
				token: administrator
			});
		const administrator = await administratorToken();
		expect(await take()).toMatchObject({ status: 400, code: 'RECORD_NOT_UNIQUE' });
		expect((await save(by, own, { username: '' })).status).toBe(303);
		expect((await take()).status).toBe(200);
	});
});

describe('D61 what members see of each other', () => {
	test('are the shared fields and the avatar, by username however it is written', async () => {
		const username = `Zoé-${randomUUID().slice(0, 8)}`;
		const [own, by] = await newMember({ last_name: 'Hidden-Name' });
		const fields = { biography: 'A <b>life</b>.', birth_date: '1985-12-10' };
		await save(by, own, { username, avatar: PICTURE, ...fields });
		const path = `/profile/of/${encodeURIComponent(username.toUpperCase())}`;

		const { status, body } = await browser.visit(path);
		expect(status).toBe(200);
		expect(body).toContain(`<bdi>${username}</bdi>`);
		expect(body).toContain('A &lt;b>life&lt;/b>.');
		for (const secret of ['1985', 'Hidden-Name', own.email, own.id]) {
			expect(body).not.toContain(secret);
		}
		const picture = await browser.visit(`${path}/avatar`);
		expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);

		const guest = new Browser();
		for (const address of [path, `${path}/avatar`]) {
			expect((await guest.visit(address)).status).toBe(303);
		}
		await directus.send('PATCH', `/users/${own.id}`, { status: 'suspended' });
		for (const address of [path, `${path}/avatar`]) {
			expect((await browser.visit(address)).status).toBe(404);
		}
	});

	test('is nothing where there is no such member', async () => {
		for (const name of ['nobody-at-all', '%00', '%20', '%F0%9F%98%80', 'a'.repeat(2000)]) {
			expect((await browser.visit(`/profile/of/${name}`)).status).toBe(404);
		}
	});
});

async function administratorToken(): Promise<string> {
	const { role } = await asAdministrator<{ role: string }>('/users/me?fields=role');
	return (await signIn(await directus.makePerson({ role }))).data.access_token;
}

const PICTURE = new Blob([new Uint8Array(png(40, 20))], { type: 'image/png' });

/** A member's own file has the id of the member. */
function avatarsOf({ id }: Person): Promise<object[]> {
	return directus.send(
		'GET',
		`/files?filter[id][_eq]=${id}&fields=id,type,folder,filesize,uploaded_by`
	);
}

test('beside a Directus of the release before, the profile has the names alone and saves them', async () => {
	const own = await directus.makePerson();
	const me = { id: own.id, email: own.email, status: 'active', role: null };
	const relay = await Relay.to(installation.directusUrl);
	relay.fault = ({ path }) =>
		path === '/portico/me' ? { status: 200, body: JSON.stringify({ data: me }) } : 'pass';
	const app = await startApp({ DIRECTUS_URL: relay.url });
	try {
		const by = await Browser.signedIn(own, app.url);
		const { status, body } = await by.visit('/profile');
		expect(status).toBe(200);
		expect(body).toContain('name="first_name"');
		for (const field of ['username', 'avatar']) expect(body).not.toContain(`name="${field}"`);
		expect((await save(by, own, { first_name: 'Ada', username: 'ignored' })).status).toBe(303);
		const record = await directus.send('GET', `/users/${own.id}?fields=first_name,username`);
		expect(record).toEqual({ first_name: 'Ada', username: null });
	} finally {
		await app.stop();
		await relay.close();
	}
});

describe('L20 an avatar', () => {
	test('is one file of its member, replaced and removed with it', async () => {
		const [own, by] = await newMember();
		expect((await by.visit('/profile/avatar')).status).toBe(404);
		expect((await save(by, own, { avatar: PICTURE })).status).toBe(303);
		const file = { id: own.id, type: 'image/webp', folder: avatars.id };
		const [first] = await avatarsOf(own);
		expect(first).toMatchObject(file);

		const shown = await by.visit('/profile/avatar');
		expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp']);
		expect(shown.headers.get('cache-control')).toBe('private, no-store');
		expect((await by.visit('/profile')).body).toContain('src="./profile/avatar"');

		const replaced = new Blob([new Uint8Array(png(30, 30, randomBytes(900)))]);
		expect((await save(by, own, { avatar: replaced })).status).toBe(303);
		const [second] = await avatarsOf(own);
		expect(second).toMatchObject(file);
		expect(second).not.toEqual(first);

		const form = new FormData();
		form.append('opened_by', own.id);
		expect((await send(by, '/profile?/remove-avatar', form)).status).toBe(303);
		expect(await avatarsOf(own)).toEqual([]);
		expect((await by.visit('/profile/avatar')).status).toBe(404);
		expect(await directus.send('GET', `/users/${own.id}?fields=avatar`)).toEqual({ avatar: null });
	});

	test('is neither listed nor served to others, in any place', async () => {
		const [own, by] = await newMember();
		await save(by, own, { avatar: PICTURE });
		expect(await avatarsOf(own)).toHaveLength(1);
		const staff = await directus.makePerson({ role: editor.id });
		const editors = await Browser.signedIn(staff);

		for (const visitor of [new Browser(), browser, by, editors]) {
			for (const path of [`/assets/${own.id}`, `/assets/${own.id}?key=portico-320`]) {
				expect((await visitor.visit(path)).status).toBe(404);
			}
		}
		expect((await new Browser().visit('/profile/avatar')).status).toBe(303);
		expect((await browser.visit('/profile/avatar')).status).toBe(404);
		for (const asker of [undefined, person, own, staff]) {
			const token = asker && (await signIn(asker)).data.access_token;
			const to = (path: string) => callDirectus<unknown>(path, token ? { token } : {});
			expect((await to(`/files/${own.id}`)).status).toBe(403);
			const { data } = await to(`/files?filter[folder][_eq]=${avatars.id}&fields=id`);
			expect(data ?? []).toEqual([]);
		}
	});

	test('goes with the member who is deleted in Studio', async () => {
		const [own, by] = await newMember();
		await save(by, own, { avatar: PICTURE });
		expect(await avatarsOf(own)).toHaveLength(1);
		await directus.send('DELETE', `/users/${own.id}`);
		directus.markDeleted(own.id);
		await expect.poll(() => avatarsOf(own), { timeout: 60_000 }).toEqual([]);
	});

	test.each([
		[
			'a drawing named .png',
			new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']),
			'not a picture'
		],
		[
			'a page that says it is a picture',
			new Blob(['<script>'], { type: 'image/png' }),
			'not a picture'
		],
		['more than two megabytes', new Blob([new Uint8Array(2 ** 21 + 1)]), 'at most 2 MB']
	])('of %s gets a message, and nothing is kept', async (_, avatar, message) => {
		const { status, body } = await save(browser, person, { avatar, first_name: 'Grace' });
		expect(status).toBe(422);
		expect(body).toContain(message);
		expect(body).toContain('value="Grace"');
		expect(await avatarsOf(person)).toEqual([]);
	});

	test('is chosen again where the session has ended, and the rest of the form comes back', async () => {
		const form = new FormData();
		form.append('opened_by', person.id);
		form.append('biography', 'Kept.');
		form.append('avatar', new Blob([new Uint8Array(2 ** 21)]), 'large.png');
		const guest = new Browser();
		const refused = await send(guest, '/profile?/save', form);
		expect(refused.status).toBe(307);
		const kept = await send(guest, location(refused) ?? '', form);
		expect(kept.status).toBe(401);
		expect(kept.body).toContain('name="kept"');
	});

	test('no form without files takes as many bytes', async () => {
		const form = new FormData();
		form.append('email', 'a'.repeat(2 ** 20));
		expect((await send(new Browser(), '/signin?/login', form)).status).toBe(413);
	});
});
