// docs/recipes.md, followed exactly: its blocks go into a copy of the tree, its steps in Studio into an installation.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSecrets } from '../../scripts/site/secrets.ts';
import { asTheApp } from '../support/app-proof.ts';
import { Browser, location } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { OwnSite } from '../support/own-site.ts';
import { apply, blocksOf } from '../support/recipe.ts';
import { type CopiedSite, TreeCopy } from '../support/tree-copy.ts';

const RECIPES = path.resolve(import.meta.dirname, '../../docs/recipes.md');
/** Two starts of an installation, and two builds. */
const FOLLOWING_MILLISECONDS = 600_000;

const original = new OwnSite();
let copy: TreeCopy;
let site: CopiedSite;
let directus: Directus;
let eventsSecret: string;
beforeAll(async () => {
	await original.start();
	await makeField(original.directus);
	await makeProfileField(original.directus);
	await makeCollection(original.directus);
	const secrets = readSecrets(original.data);
	if (!secrets) throw new Error('The installation has no secrets.');
	const { adminEmail: email, adminPassword: password } = secrets;
	eventsSecret = secrets.eventsSecret;

	copy = new TreeCopy();
	await copy.run('schema:snapshot', original.data);
	await copy.run('types', original.data);
	await original.stop();
	for (const block of blocksOf(readFileSync(RECIPES, 'utf8'))) apply(block, copy.folder);
	site = await copy.start(original.data);
	directus = new Directus({
		directusUrl: site.directusUrl,
		administrator: { email, password }
	});
}, FOLLOWING_MILLISECONDS);
afterAll(async () => {
	await site?.stop();
	copy?.remove();
	await original.end();
});

/** The requests of Studio for "Add a field". */
async function makeField(studio: Directus): Promise<void> {
	await studio.send('POST', '/fields/pages', {
		field: 'subtitle',
		type: 'string',
		schema: {},
		meta: { interface: 'input' }
	});
}

/** The request of Studio for "Add a field to the profile". */
async function makeProfileField(studio: Directus): Promise<void> {
	await studio.send('POST', '/fields/directus_users', {
		field: 'pronouns',
		type: 'string',
		schema: {},
		meta: { interface: 'input' }
	});
}

/** The requests of Studio for "Add a collection that members own". */
async function makeCollection(studio: Directus): Promise<void> {
	await studio.send('POST', '/collections', {
		collection: 'notes',
		schema: {},
		meta: {},
		fields: [
			{
				field: 'id',
				type: 'integer',
				schema: { is_primary_key: true, has_auto_increment: true },
				meta: { hidden: true, interface: 'input', readonly: true }
			},
			{
				field: 'user_created',
				type: 'uuid',
				schema: {},
				meta: { special: ['user-created'], interface: 'select-dropdown-m2o', readonly: true }
			}
		]
	});
	await studio.send('POST', '/relations', {
		collection: 'notes',
		field: 'user_created',
		related_collection: 'directus_users',
		schema: { on_delete: 'CASCADE' }
	});
	await studio.send('POST', '/fields/notes', {
		field: 'text',
		type: 'string',
		schema: { is_nullable: false },
		meta: { interface: 'input', required: true }
	});
}

async function memberWithBrowser(values: object = {}): Promise<[Person, Browser]> {
	const member = await directus.makePerson(values);
	return [member, await Browser.signedIn(member, site.url)];
}

test('the recipe for a field leads to a field that editors fill in and visitors see', async () => {
	const slug = randomUUID();
	const subtitle = `A subtitle ${randomUUID()}`;
	await directus.makePage(slug, { subtitle });

	const { status, body } = await new Browser(site.url).visit(`/${slug}`);
	expect(status).toBe(200);
	expect(body).toContain(`${subtitle}</p>`);
});

test('the recipe for a field of the profile leads to one that members fill in and others see', async () => {
	const [owner, own] = await memberWithBrowser({ username: 'ada' });
	const [, others] = await memberWithBrowser();
	expect((await own.visit('/profile')).body).toContain('Pronouns');
	const long = await own.submit('/profile?/save', {
		opened_by: owner.id,
		pronouns: 'x'.repeat(41)
	});
	expect(long.status).toBe(422);
	const saved = await own.submit('/profile?/save', { opened_by: owner.id, pronouns: 'she/her' });
	expect(saved.status).toBe(303);

	expect((await own.visit('/profile')).body).toContain('value="she/her"');
	expect((await others.visit('/profile/of/ada')).body).toContain('she/her');
});

test('the recipe for a page leads to a page for guests, with an address that Studio reserves', async () => {
	const { status, body } = await new Browser(site.url).visit('/colophon');
	expect(status).toBe(200);
	expect(body).toContain('Colophon</h1>');
	await expect(directus.makePage('colophon')).rejects.toThrow('begins with \\"colophon\\"');
});

test('the recipe for a members’ page leads to a page that guests have to sign in for', async () => {
	const guest = await new Browser(site.url).visit('/dashboard');
	expect([guest.status, location(guest)]).toEqual([303, '/signin?redirectedFrom=%2Fdashboard']);
	expect(guest.body).toBe('');

	const [, browser] = await memberWithBrowser({ first_name: 'Ada' });
	const { status, body } = await browser.visit('/dashboard');
	expect(status).toBe(200);
	expect(body).toContain('Welcome back, Ada!');
});

test('the recipe for a collection lets members add, see and remove their own items only', async () => {
	const [owner, own] = await memberWithBrowser();
	const [other, others] = await memberWithBrowser();
	const text = `A note ${randomUUID()}`;

	const guest = await new Browser(site.url).visit('/notes');
	expect([guest.status, location(guest)]).toEqual([303, '/signin?redirectedFrom=%2Fnotes']);
	const empty = await own.submit('/notes?/add', { opened_by: owner.id, text: ' ' });
	expect(empty.status).toBe(422);
	expect(empty.body).toContain('Enter a note.');

	const added = await own.submit('/notes?/add', { opened_by: owner.id, text });
	expect([added.status, location(added)]).toEqual([303, '/notes']);
	const { body } = await own.visit('/notes');
	expect(body).toContain(text);
	const [, id = ''] = /name="id" value="(\d+)"/.exec(body) ?? [];
	expect(id).not.toBe('');

	expect((await others.visit('/notes')).body).not.toContain(text);
	const stolen = await others.submit('/notes?/remove', { opened_by: other.id, id });
	expect(stolen.status).toBe(404);
	expect(stolen.body).toContain('There is no such note.');
	expect((await own.visit('/notes')).body).toContain(text);

	const removed = await own.submit('/notes?/remove', { opened_by: owner.id, id });
	expect([removed.status, location(removed)]).toEqual([303, '/notes']);
	expect((await own.visit('/notes')).body).not.toContain(text);
});

test('the recipe for a collection deletes the items of a person who is deleted', async () => {
	const [owner, own] = await memberWithBrowser();
	const text = `A note ${randomUUID()}`;
	await own.submit('/notes?/add', { opened_by: owner.id, text });
	const notes = () =>
		directus.send<object[]>('GET', `/items/notes?fields=text&filter[text][_eq]=${text}`);
	expect(await notes()).toEqual([{ text }]);

	await directus.send('DELETE', `/users/${owner.id}`);
	expect(await notes()).toEqual([]);
});

test('the recipe for an endpoint leads to one that answers the app and no other client', async () => {
	const call = (headers: Record<string, string>) =>
		fetch(`${site.directusUrl}/portico/article-count`, { headers });
	expect((await call({})).status).toBe(403);

	const answer = await call(asTheApp(eventsSecret));
	expect(answer.status).toBe(200);
	const { data } = (await answer.json()) as { data: number };
	expect(data).toBeGreaterThan(0);
	const { body } = await new Browser(site.url).visit('/colophon');
	expect(body).toContain(`It has ${data} articles.`);
});
