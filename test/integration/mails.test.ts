// Emails about accounts: their language, look and links; and those that they leave alone.
import * as m from '@portico/contract/messages.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { editor, member } from '../../directus/access/roles.ts';
import { askDirectus } from '../support/ask-directus.ts';
import { Browser, location } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { faultsOfHtml, faultsOfMessage, unfolded } from '../support/email-rules.ts';
import { installation } from '../support/installation-under-test.ts';
import { linkIn, type Mail, mailsTo, mailTo, sourceOf } from '../support/mailbox.ts';
import { png } from '../support/png.ts';

const directus = new Directus(installation);
const SITE_FIELDS = ['name', 'language'];
const SETTINGS_FIELDS = ['project_color', 'project_logo', 'public_registration_verify_email'];
const GERMAN = { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' };
const ENGLISH = { 'accept-language': 'en' };
const ARRIVAL = { timeout: 20_000, interval: 100 };
const SITE = 'Portico';

let siteBefore: object;
let settingsBefore: object;
beforeAll(async () => {
	siteBefore = await directus.send('GET', `/items/site?fields=${SITE_FIELDS.join()}`);
	settingsBefore = await directus.send('GET', `/settings?fields=${SETTINGS_FIELDS.join()}`);
	await directus.send('PATCH', '/items/site', { name: SITE, language: 'en' });
});
afterEach(async () => {
	await directus.send('PATCH', '/items/site', { name: SITE, language: 'en' });
	await directus.send('PATCH', '/settings', settingsBefore);
});
afterAll(async () => {
	await directus.send('PATCH', '/items/site', siteBefore);
	await directus.clear();
});

const setSite = (values: object) => directus.send('PATCH', '/items/site', values);
const verifyAddresses = () =>
	directus.send('PATCH', '/settings', { public_registration_verify_email: true });
const newAddress = () => `${randomUUID()}@example.com`;

async function resetMail(person: object, headers = {}): Promise<Mail> {
	const { email } = await directus.makePerson(person);
	await new Browser().submit('/forgot-password', { email }, headers);
	return mailTo(email);
}

async function register(email: string, headers = {}, query = ''): Promise<void> {
	const { status } = await new Browser().submit(`/signup?/register${query}`, { email }, headers);
	expect(status).toBe(200);
}

/** Registers an address that has an account; returns the email to its owner. */
async function knownMail(person: object, headers = {}, query = ''): Promise<Mail> {
	await verifyAddresses();
	const { email } = await directus.makePerson(person);
	await register(email, headers, query);
	return mailTo(email);
}

async function invitationMail(role = member.id, fields = {}): Promise<Mail> {
	const email = newAddress();
	await directus.send('POST', '/users/invite', { email, role, ...fields });
	await directus.clearLater(email);
	return mailTo(email);
}

async function verificationMail(headers = {}): Promise<Mail> {
	await verifyAddresses();
	const email = newAddress();
	await register(email, headers);
	await directus.clearLater(email);
	return mailTo(email);
}

async function expectLanguage(mail: Mail, language: 'en' | 'de', subject: string) {
	const header = await headerOf(mail);
	expect(mail.subject).toBe(subject);
	expect(mail.html).toContain(`<html lang="${language}"`);
	expect(mail.text).toContain(m.email_footer({ site: SITE, email: '' }, language).split(' ')[2]);
	expect(header.get('content-language')).toBe(language);
}

async function headerOf(mail: Mail): Promise<Map<string, string>> {
	const lines = (await sourceOf(mail)).replace(/\r\n/g, '\n').split('\n');
	return unfolded(lines.slice(0, lines.indexOf('')));
}

/** All addresses in an email, of links and pictures, and in its text. */
function addressesIn({ html, text = '' }: Mail): string[] {
	const attributes = [...html.matchAll(/(?:href|src|background)="([^"]*)"/g)].map(
		([, address = '']) => address.replaceAll('&amp;', '&')
	);
	return [...attributes, ...(text.match(/[a-z]+:\/\/\S+/g) ?? [])];
}

describe('the language of an email is', () => {
	test("the recipient's, whatever the language of the request", async () => {
		const german = await resetMail({ language: 'de-DE' }, ENGLISH);
		await expectLanguage(german, 'de', 'Neues Passwort für Portico festlegen');
		const english = await resetMail({ language: 'en-US' }, GERMAN);
		await expectLanguage(english, 'en', 'Set a new password for Portico');
	});

	test('that of the request, where the recipient has none', async () => {
		const german = await resetMail({ language: null }, GERMAN);
		await expectLanguage(german, 'de', 'Neues Passwort für Portico festlegen');
		// a language that the site does not have counts as none
		const other = await resetMail({ language: 'fr-FR' }, GERMAN);
		await expectLanguage(other, 'de', 'Neues Passwort für Portico festlegen');
	});

	test('that of the footer, where the visitor chose one there', async () => {
		const { email } = await directus.makePerson();
		const browser = new Browser();
		await browser.submit('/language', { language: 'de', back: '/' });
		await browser.submit('/forgot-password', { email }, ENGLISH);
		await expectLanguage(await mailTo(email), 'de', 'Neues Passwort für Portico festlegen');
	});

	test("the site's, where neither the recipient nor the request names one", async () => {
		await setSite({ language: 'de' });
		const mail = await resetMail({}, { 'accept-language': 'fr' });
		await expectLanguage(mail, 'de', 'Neues Passwort für Portico festlegen');
		const invitation = await invitationMail();
		await expectLanguage(invitation, 'de', 'Ihre Einladung zu Portico');
	});

	test('not for another client than the app to choose', async () => {
		const { email } = await directus.makePerson();
		const url = new URL(`${installation.directusUrl}/auth/password/request`);
		const answer = await askDirectus(url, { body: { email }, headers: GERMAN, outside: true });
		expect(answer.status).toBe(204);
		await expectLanguage(await mailTo(email), 'en', 'Set a new password for Portico');
	});
});

describe('a visitor who registers', () => {
	const languageOf = async (email: string) => {
		const filter = encodeURIComponent(JSON.stringify({ email: { _eq: email } }));
		const [row] = await directus.send<{ id: string; language: string | null }[]>(
			'GET',
			`/users?fields=id,language&filter=${filter}`
		);
		await directus.clearLater(email);
		return row?.language;
	};

	test('keeps the language of the browser', async () => {
		await verifyAddresses();
		for (const [headers, language] of [
			[GERMAN, 'de-DE'],
			[ENGLISH, 'en-US'],
			[{ 'accept-language': 'fr' }, null]
		] as const) {
			const email = newAddress();
			await register(email, headers);
			expect(await languageOf(email)).toBe(language);
		}
	});

	test('gets the email for the new account in it', async () => {
		const mail = await verificationMail(GERMAN);
		await expectLanguage(mail, 'de', 'Aktivieren Sie Ihr Konto bei Portico');
	});

	test('keeps the language where addresses are not verified, too', async () => {
		await directus.send('PATCH', '/settings', { public_registration_verify_email: false });
		const email = newAddress();
		const fields = { email, password: 'long enough' };
		await new Browser().submit('/signup?/register', fields, GERMAN);
		expect(await languageOf(email)).toBe('de-DE');
	});

	test('cannot have a text of their own mailed to others', async () => {
		await verifyAddresses();
		const email = newAddress();
		const fields = { email, first_name: 'Win at evil.example', last_name: '<b>now</b>' };
		const back = encodeURIComponent(`/Win-at-evil.example${'/x'.repeat(100)}`);
		await new Browser().submit(`/signup?/register&redirectedFrom=${back}`, fields);
		await directus.clearLater(email);
		const known = await knownMail({}, {}, `&redirectedFrom=${back}`);
		for (const mail of [await mailTo(email), known]) {
			expect(await sourceOf(mail)).not.toMatch(/evil\.example|<b>/);
			expect(mail.html + mail.text).not.toMatch(/evil\.example|<b>/);
		}
	});
});

describe('where addresses are verified, an address that is registered again', () => {
	test('has its owner told, who can sign in or set a new password, and return', async () => {
		const mail = await knownMail({ language: 'de-DE' }, ENGLISH, '&redirectedFrom=%2Farticles');
		await expectLanguage(mail, 'de', 'Sie haben bereits ein Konto bei Portico');
		const links = addressesIn(mail);
		for (const page of ['/signin', '/forgot-password']) {
			expect(links).toContain(`${installation.url}${page}?back=2f61727469636c6573`);
		}
		const { body } = await new Browser().visit('/signin?back=2f61727469636c6573');
		expect(body).toContain('/signup?redirectedFrom=%2Farticles');
	});

	test('of another case belongs to the same owner', async () => {
		await verifyAddresses();
		const { email } = await directus.makePerson();
		await register(email.toUpperCase());
		expect((await mailTo(email)).subject).toBe('You already have an account at Portico');
	});

	test('of an account without a password leads to no page for one', async () => {
		const provider = { provider: 'elsewhere', external_identifier: randomUUID() };
		const links = addressesIn(await knownMail(provider));
		expect(links).toContain(`${installation.url}/signin`);
		expect(links.join()).not.toContain('forgot-password');
	});

	test('of an account that was never opened gets its invitation again', async () => {
		const mail = await knownMail({ status: 'invited' }, GERMAN, '&redirectedFrom=%2Farticles');
		await expectLanguage(mail, 'de', 'Ihre Einladung zu Portico');
		const link = linkIn(mail);
		expect(link.origin + link.pathname).toBe(`${installation.url}/accept-invite`);
		const fields = { token: link.searchParams.get('token') ?? '', password: 'a long password' };
		const opened = await new Browser().submit(link.pathname + link.search, fields);
		expect([opened.status, location(opened)]).toEqual([303, '/articles']);
	});

	test('sends nothing where the account may not sign in', async () => {
		await verifyAddresses();
		const people = await Promise.all(
			['suspended', 'archived', 'draft'].map((status) => directus.makePerson({ status }))
		);
		for (const { email } of people) await register(email, { 'x-forwarded-for': '192.0.2.1' });
		// sent after the others, so whatever was sent before has arrived with it
		await knownMail({});
		for (const { email } of people) expect(await mailsTo(email)).toEqual([]);
	});
});

test('where addresses are not verified, the page tells, and no email is sent', async () => {
	await directus.send('PATCH', '/settings', { public_registration_verify_email: false });
	const { email } = await directus.makePerson();
	const fields = { email, password: 'long enough' };
	expect((await new Browser().submit('/signup?/register', fields)).status).toBe(409);
	await resetMail({});
	expect(await mailsTo(email)).toEqual([]);
});

describe('an email looks like the site', () => {
	test('with its name, whatever is in it, and its color', async () => {
		const name = '„Büro" & <b>Käse</b>\u{1f9c0}\n\tim Web';
		await setSite({ name });
		await directus.send('PATCH', '/settings', { project_color: '#FFEE00' });
		const mail = await resetMail({});
		const shown = '„Büro" & <b>Käse</b>\u{1f9c0} im Web';
		expect(mail.subject).toBe(`Set a new password for ${shown}`);
		expect(mail.from[0]?.name).toBe(shown);
		expect(mail.html).toContain('„Büro&quot; &amp; &lt;b&gt;Käse&lt;/b&gt;\u{1f9c0} im Web');
		expect(mail.html).not.toContain('<b>');
		expect(mail.html).toContain('background-color:#FFEE00;color:#1f1c16');
		expect(await faultsOfHtml(mail.html)).toEqual([]);
		expect(faultsOfMessage(await sourceOf(mail))).toEqual([]);
	});

	test.each([
		[600, 300, 'width="80" height="40"'],
		[3000, 100, 'width="240" height="8"'],
		[10, 10, 'width="40" height="40"']
	])('with its logo of %d by %d pixels, which comes along', async (width, height, size) => {
		const logo = await directus.makeFile(png(width, height), 'image/png', 'private');
		await directus.send('PATCH', '/settings', { project_logo: logo });
		const mail = await resetMail({});
		expect(mail.html).toContain(`<img src="cid:logo@portico" alt="Portico" ${size}`);
		const source = await sourceOf(mail);
		expect(source).toMatch(/^content-id: <logo@portico>/im);
		expect(source).toMatch(/^content-disposition: inline/im);
		expect(await faultsOfHtml(mail.html)).toEqual([]);
		expect(faultsOfMessage(source)).toEqual([]);
		await directus.send('PATCH', '/settings', { project_logo: null });
	});

	test('with its name in the place of a logo that no program shows', async () => {
		const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
		const logo = await directus.makeFile(drawing, 'image/svg+xml', 'private');
		await directus.send('PATCH', '/settings', { project_logo: logo });
		const mail = await resetMail({});
		expect(mail.html).not.toContain('<img');
		expect(mail.html).toContain('>\nPortico\n<');
		await directus.send('PATCH', '/settings', { project_logo: null });
	});
});

describe('C11 an email links to the configured address of the site alone', () => {
	const evil = {
		host: 'evil.example',
		'x-forwarded-host': 'evil.example',
		forwarded: 'host=evil.example',
		origin: installation.url
	};

	test.each([
		['reset', () => resetMail({}, evil)],
		['verification', () => verificationMail(evil)],
		['known', () => knownMail({}, evil)],
		['invitation', () => invitationMail()]
	])('%s, whatever host a request names', async (_kind, send) => {
		const mail = await send();
		const addresses = addressesIn(mail);
		expect(addresses.length).toBeGreaterThan(2);
		for (const address of addresses) expect(new URL(address).origin).toBe(installation.url);
		expect(await sourceOf(mail)).not.toContain('evil.example');
	});

	test.each([
		['/auth/password/request', 'reset_url'],
		['/users/register', 'verification_url'],
		['/users/invite', 'invite_url']
	])('%s refuses the %s of another site', async (path, field) => {
		await verifyAddresses();
		const { email } = await directus.makePerson();
		const to = path === '/auth/password/request' ? email : newAddress();
		for (const url of [
			'https://evil.example/reset-password',
			`${installation.url}@evil.example/reset-password`,
			`${installation.url}.evil.example/reset-password`
		]) {
			const body = { email: to, password: randomUUID(), role: member.id, [field]: url };
			if (path !== '/users/register') Reflect.deleteProperty(body, 'password');
			if (path !== '/users/invite') Reflect.deleteProperty(body, 'role');
			const sent = directus.send('POST', path, body);
			await expect(sent, url).rejects.toThrow('400');
		}
		await resetMail({});
		expect(await mailsTo(to)).toEqual([]);
	});

	test('also where a request names no page', async () => {
		await verifyAddresses();
		const { email } = await directus.makePerson();
		await directus.send('POST', '/auth/password/request', { email });
		const link = linkIn(await mailTo(email));
		expect(link.origin + link.pathname).toBe(`${installation.url}/reset-password`);
	});
});

test('an invitation opens an account on the site', async () => {
	for (const role of [member.id, editor.id]) {
		const mail = await invitationMail(role);
		expect(mail.subject).toBe('You’re invited to Portico');
		const link = linkIn(mail);
		expect(link.origin + link.pathname).toBe(`${installation.url}/accept-invite`);
		const path = link.pathname + link.search;
		const browser = new Browser();
		expect((await browser.visit(path)).body).toContain('Accept your invitation');
		const fields = { token: link.searchParams.get('token') ?? '', password: 'a long password' };
		expect((await browser.submit(path, fields)).status).toBe(303);
		expect((await browser.visit('/profile')).status).toBe(200);
	}
});

test('an editor who resets a password at the sign-in page of Studio is led back there', async () => {
	const { email } = await directus.makePerson({ role: editor.id, language: 'de-DE' });
	const url = new URL(`${installation.directusUrl}/auth/password/request`);
	expect((await askDirectus(url, { body: { email }, outside: true })).status).toBe(204);
	const mail = await mailTo(email);
	await expectLanguage(mail, 'de', 'Neues Passwort für Portico festlegen');
	const link = linkIn(mail);
	expect(link.origin + link.pathname).toBe(`${installation.directusUrl}/admin/reset-password`);
	expect([...link.searchParams.keys()]).toEqual(['token']);
	expect(mail.text).toContain(link.href);
});

describe('an email is left alone', () => {
	test.each([
		['HTML', { type: 'wysiwyg', body: '<p>From a <b>flow</b></p>' }, '<p>From a <b>flow</b></p>'],
		['Markdown', { type: 'markdown', body: 'From a **flow**' }, 'From a <strong>flow</strong>'],
		[
			"Directus' own template",
			{ type: 'template', template: 'base', data: { html: 'From a flow' } },
			'From a flow'
		],
		[
			'the template of an email about accounts',
			{
				type: 'template',
				template: 'password-reset',
				data: { url: `${installation.url}/reset-password?token=x` }
			},
			'token=x'
		]
	])('that a flow sends with %s', async (_what, options, words) => {
		const to = newAddress();
		const flow = await directus.makeItem<{ id: string }>('directus_flows', {
			name: 'A flow',
			trigger: 'webhook',
			status: 'active',
			accountability: null,
			options: { method: 'POST' }
		});
		const operation = await directus.makeItem<{ id: string }>('directus_operations', {
			flow: flow.id,
			key: 'mail',
			type: 'mail',
			name: 'Mail',
			position_x: 1,
			position_y: 1,
			options: { to: [to], subject: 'Subject of a flow', ...options }
		});
		await directus.send('PATCH', `/flows/${flow.id}`, { operation: operation.id });
		await expect
			.poll(async () => {
				const url = new URL(`${installation.directusUrl}/flows/trigger/${flow.id}`);
				return (await askDirectus(url, { body: {} })).status;
			}, ARRIVAL)
			.toBe(204);

		const mail = await mailTo(to);
		expect(mail.subject).toBe('Subject of a flow');
		expect(mail.html).toContain(words);
		expect(mail.html).not.toContain('class="sheet"');
		expect(mail.text).not.toBe('');
		const header = await headerOf(mail);
		expect(header.has('auto-submitted')).toBe(false);
		expect(header.has('content-language')).toBe(false);
	});
});

describe.each([
	['en', ENGLISH],
	['de', GERMAN]
] as const)('in the language %s', (language, headers) => {
	test.each([
		['reset', () => resetMail({}, headers)],
		['verification', () => verificationMail(headers)],
		['known', () => knownMail({}, headers)],
		['invitation', () => invitationMail()]
	])('the email %s is as mail servers and mail programs need it', async (_kind, send) => {
		await setSite({ language });
		const mail = await send();
		expect(mail.html).toContain(`<html lang="${language}"`);
		expect(await faultsOfHtml(mail.html)).toEqual([]);
		expect(faultsOfMessage(await sourceOf(mail))).toEqual([]);
		expect(mail.text).toContain(linkIn(mail).href);
	});
});
