import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { Browser, location } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
let person: Person;
beforeAll(async () => {
	person = await directus.makePerson();
});
afterAll(() => directus.clear());

describe('the profile', () => {
	test('shows the own record, and saves the names', async () => {
		const own = await directus.makePerson();
		const browser = await Browser.signedIn(own);
		const saved = await browser.submit('/profile?/save', {
			opened_by: own.id,
			first_name: '  Ada ',
			last_name: 'Lovelace – <b>Ü</b>'
		});
		expect([saved.status, location(saved)]).toEqual([303, '/profile']);

		const { body } = await browser.visit('/profile');
		expect(body).toContain('Your changes have been saved.');
		expect(body).toContain('value="Ada"');
		expect(body).toContain('Lovelace – &lt;b>Ü&lt;/b>');
		const record = await directus.send('GET', `/users/${own.id}?fields=first_name,last_name`);
		expect(record).toEqual({ first_name: 'Ada', last_name: 'Lovelace – <b>Ü</b>' });
	});

	test('G06 saves nothing but the names, whatever else a form holds', async () => {
		const other = await directus.makePerson();
		const own = await directus.makePerson();
		const { role } = await directus.send<{ role: string }>('GET', '/users/me?fields=role');
		const FIELDS =
			'fields=id,email,status,role,provider,external_identifier,token,tfa_secret,policies.policy';
		const before = await directus.send('GET', `/users/${own.id}?${FIELDS}`);
		const browser = await Browser.signedIn(own);

		const { status } = await browser.submit(`/profile?/save&id=${other.id}`, {
			opened_by: own.id,
			first_name: 'Eve',
			last_name: '',
			id: other.id,
			email: 'eve@example.com',
			password: 'a new password',
			status: 'draft',
			role,
			'role[id]': role,
			policies: role,
			provider: 'elsewhere',
			external_identifier: 'eve',
			token: 'a-token-of-eve',
			tfa_secret: 'JBSWY3DPEHPK3PXP',
			user: other.id
		});

		expect(status).toBe(303);
		expect(await directus.send('GET', `/users/${own.id}?${FIELDS}`)).toEqual(before);
		const names = await directus.send<object>('GET', `/users/${other.id}?fields=first_name`);
		expect(names).toEqual({ first_name: null });
		expect((await new Browser().signIn(own)).status).toBe(303);
	});

	test('G06 registering takes no role or status either', async () => {
		const email = `${randomUUID()}@example.com`;
		await new Browser().submit('/signup?/register', {
			email,
			password: 'long enough',
			role: editor.id,
			status: 'draft'
		});
		const [made] = await directus.clearLater(email);
		const record = await directus.send('GET', `/users/${made?.id}?fields=role.name,status`);
		expect(record).toEqual({ role: { name: 'Member' }, status: 'active' });
	});

	test('a name that is too long gets a message, and is kept in the form', async () => {
		const browser = await Browser.signedIn(person);
		const long = 'a'.repeat(51);
		const { status, body } = await browser.submit('/profile?/save', {
			opened_by: person.id,
			first_name: long
		});
		expect(status).toBe(422);
		expect(body).toContain('50 characters at most');
		expect(body).toContain(long);
	});

	test('a name with control characters gets a message', async () => {
		const browser = await Browser.signedIn(person);
		const { status } = await browser.submit('/profile?/save', {
			opened_by: person.id,
			first_name: 'Ada\0'
		});
		expect(status).toBe(422);
	});

	test('opens for a role without any policy, which may not change its names', async () => {
		const newcomer = await directus.makePerson({ role: await directus.makeRole() });
		const browser = await Browser.signedIn(newcomer);
		const page = await browser.visit('/profile');
		expect(page.status).toBe(200);
		expect(page.body).toContain(newcomer.email);

		const saved = await browser.submit('/profile?/save', {
			opened_by: newcomer.id,
			first_name: 'Ada'
		});
		expect(saved.status).toBe(403);
		expect(saved.body).toContain('role="alert"');
		expect((await browser.visit('/articles')).status).toBe(200);
	});

	test('opens for a person without a role', async () => {
		const browser = await Browser.signedIn(await directus.makePerson({ role: null }));
		expect((await browser.visit('/profile')).status).toBe(200);
	});
});
