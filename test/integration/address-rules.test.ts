// Policies of Directus that count at some addresses only (`ip_access`).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Article, Directus, type Person } from '../support/directus.ts';
import { Browser } from '../support/browser.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';

const OFFICE = '203.0.113.7';
const HOME = '198.51.100.9';
/** The office's, and the one where the app is. */
const ADDRESSES = ['203.0.113.0/24', '127.0.0.0/8'];
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);

const directus = new Directus(installation);
let app: OwnApp;
let person: Person;
let forStaff: Article;
let inOffice: Article;
let file: string;
let staffFile: string;
beforeAll(async () => {
	const role = await directus.makeRole();
	person = await directus.makePerson({ role });
	forStaff = await directus.makeArticle({ audience: 'premium' });
	inOffice = await directus.makeArticle({ audience: 'members' });
	file = await directus.makeFile(PNG, 'image/png', 'private');
	staffFile = await directus.makeFile(PNG, 'image/png', 'private');
	const only = (id: string | number) => ({ id: { _eq: id } });
	const read = (collection: string, permissions: object) => ({
		collection,
		action: 'read',
		fields: ['*'],
		permissions
	});
	await directus.makePolicy({
		addresses: ADDRESSES,
		role,
		permissions: [
			read('articles', only(forStaff.id)),
			read('directus_files', only(staffFile)),
			{ collection: 'articles', action: 'update', fields: ['*'], permissions: {} }
		]
	});
	await directus.makePolicy({
		addresses: ADDRESSES,
		role: null,
		permissions: [read('articles', only(inOffice.id)), read('directus_files', only(file))]
	});
	app = await startApp({
		DIRECTUS_URL: installation.directusUrl,
		ADDRESS_HEADER: 'x-forwarded-for',
		STUDIO_URL: installation.directusUrl
	});
});
afterAll(async () => {
	await app.stop();
	await directus.clear();
});

const at = (address: string) => ({ 'x-forwarded-for': address });

async function reads(browser: Browser, article: Article, address: string): Promise<boolean> {
	const { status, body } = await browser.visit(article.path, at(address));
	expect(status).toBe(200);
	return body.includes(article.words);
}

describe('G10 a policy for some client addresses applies', () => {
	test('to a member by the address of the visitor, not of the app', async () => {
		const member = await Browser.signedIn(person, app.url);
		for (const address of [HOME, OFFICE, HOME, OFFICE])
			expect(await reads(member, forStaff, address), address).toBe(address === OFFICE);
		expect(await reads(new Browser(app.url), forStaff, OFFICE)).toBe(false);
	});

	test('to a guest by the address of the visitor, and to no shared page', async () => {
		const guest = new Browser(app.url);
		for (const address of [OFFICE, HOME, OFFICE, HOME])
			expect(await reads(guest, inOffice, address), address).toBe(address === OFFICE);
	});

	test('to files, which are then not cacheable', async () => {
		const member = await Browser.signedIn(person, app.url);
		for (const [browser, id] of [
			[new Browser(app.url), file],
			[member, staffFile]
		] as const) {
			const path = `/assets/${id}`;
			expect((await browser.visit(path, at(HOME))).status).toBe(404);
			const { status, headers } = await browser.visit(path, at(OFFICE));
			expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store']);
			expect((await browser.visit(path, at(HOME))).status).toBe(404);
		}
		expect((await new Browser(app.url).visit(`/assets/${staffFile}`, at(OFFICE))).status).toBe(404);
	});

	test('to the links that the site shows', async () => {
		const member = await Browser.signedIn(person, app.url);
		const edit = `${forStaff.path}/edit`;
		expect((await member.visit(edit, at(HOME))).status).toBe(403);
		expect((await member.visit(edit, at(OFFICE))).status).toBe(303);
	});

	test('to no request without a visitor address, although the address of the app matches', async () => {
		// the installation's own app, which names its visitors only where that counts
		expect(await reads(new Browser(), forStaff, HOME)).toBe(false);
		const answer = await fetch(`${installation.directusUrl}/items/articles/${inOffice.id}`);
		expect(answer.status).toBe(403);
	});
});
