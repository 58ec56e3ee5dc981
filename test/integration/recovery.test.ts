import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { Browser, location } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { linkIn, mailsTo, mailTo } from '../support/mailbox.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

const ARRIVAL = { timeout: 20_000, interval: 100 };

async function linkFor(email: string, headers = {}): Promise<URL> {
	await new Browser().submit('/forgot-password', { email }, headers);
	return linkIn(await mailTo(email));
}

describe.concurrent('a request for a new password', () => {
	test('C11 does not reveal whether the address has an account', async () => {
		const { email } = await directus.makePerson();
		const suspended = await directus.makePerson({ status: 'suspended' });
		const invited = await directus.makePerson({ status: 'invited' });
		const unverified = await directus.makePerson({ status: 'unverified' });
		const answers = [];
		for (const address of [
			email,
			suspended.email,
			invited.email,
			unverified.email,
			'nobody.at.all@example.com'
		]) {
			const answer = await new Browser().submit('/forgot-password', { email: address });
			const body = answer.body.replaceAll(address, 'EMAIL').replace(/nonce="[^"]*"/g, '');
			answers.push(`${answer.status} ${body}`);
		}
		expect(answers[0]).toMatch(/^200 /);
		expect(new Set(answers).size).toBe(1);
	});

	test('C11 mails a link to this site, whatever Host the request names', async () => {
		const { email } = await directus.makePerson();
		const link = await linkFor(email, {
			host: 'evil.example',
			'x-forwarded-host': 'evil.example',
			'x-forwarded-proto': 'https'
		});
		expect(link.origin).toBe(installation.url);
		expect(link.pathname).toBe('/reset-password');
		expect(JSON.stringify(await mailsTo(email))).not.toContain('evil.example');
	});

	test('keeps the address and shows its error', async () => {
		const email = 'a'.repeat(1001);
		const { status, body } = await new Browser().submit('/forgot-password', { email });
		expect(status).toBe(422);
		expect(body).toContain(`value="${email}"`);
		expect(body).toContain('too long: 1,000 characters at most');
	});

	test('C11 takes as long for an account that was never opened as for none', async () => {
		const { email } = await directus.makePerson({ status: 'unverified' });
		for (const address of [email, `${randomUUID()}@example.com`]) {
			const startedAt = performance.now();
			await new Browser().submit('/forgot-password', { email: address });
			// a timer may be a little early
			expect(performance.now() - startedAt, address).toBeGreaterThan(490);
		}
	});

	test.each(['invited', 'unverified'])(
		'mails the link that opens the account to a person who is %s, with the return path',
		async (status) => {
			const person = await directus.makePerson({ status });
			const query = '?redirectedFrom=%2Farticles%3Fpage%3D2';
			for (const page of ['/forgot-password', '/verify-email/again']) {
				await new Browser().submit(page + query, { email: person.email.toUpperCase() });
			}
			await expect.poll(() => mailsTo(person.email), ARRIVAL).toHaveLength(2);
			const [mail, second] = await mailsTo(person.email);
			if (!mail || !second) throw new Error('The mails are gone.');
			expect(linkIn(second).pathname).toBe('/verify-email');
			const link = linkIn(mail);
			expect(link.origin + link.pathname).toBe(`${installation.url}/verify-email`);
			const path = link.pathname + link.search;

			const browser = new Browser();
			expect((await browser.visit(path)).body).toContain(`value="${person.email}"`);
			expect((await new Browser().signIn(person)).status).toBe(401);
			const fields = { token: link.searchParams.get('token') ?? '', password: 'a new password' };
			const opened = await browser.submit(path, fields);
			expect([opened.status, location(opened)]).toEqual([303, '/articles?page=2']);
			expect((await browser.visit('/profile')).body).toContain(person.email);

			const again = await new Browser().submit(path, { ...fields, password: 'another one' });
			expect(again.status).toBe(403);
			expect(again.body).toContain('send the email again');
			expect(again.body).toContain('/verify-email/again?redirectedFrom=');
			const { email } = person;
			expect((await new Browser().signIn({ email, password: 'a new password' })).status).toBe(303);
		}
	);

	test('sends nothing to a person who may not sign in', async () => {
		const people = await Promise.all(
			['suspended', 'archived', 'draft'].map((status) => directus.makePerson({ status }))
		);
		const elsewhere = { status: 'invited', provider: 'elsewhere', external_identifier: 'y' };
		people.push(await directus.makePerson(elsewhere));
		for (const { email } of people) await new Browser().submit('/forgot-password', { email });
		// sent after the others, so whatever was sent before has arrived with it
		await linkFor((await directus.makePerson()).email);
		for (const { email } of people) expect(await mailsTo(email)).toEqual([]);
	});

	test('mails the link in plain text, too', async () => {
		const { email } = await directus.makePerson();
		await new Browser().submit('/forgot-password', { email });
		const mail = await mailTo(email);
		expect(mail.text).toContain(linkIn(mail).href);
		expect(mail.text).not.toMatch(/[<>{}]/);
	});

	test('keeps the return path', async () => {
		const { body } = await new Browser().visit('/forgot-password?redirectedFrom=%2Farticles');
		expect(body).toContain('/signin?redirectedFrom=%2Farticles');
	});
});

describe.concurrent('a mailed link', () => {
	test('C13 can be opened without using it up', async () => {
		const person = await directus.makePerson();
		const link = await linkFor(person.email);
		const path = link.pathname + link.search;
		const opened = [await new Browser().visit(path), await new Browser().visit(path)];
		await new Browser().send('HEAD', path);

		for (const { status, headers, body } of opened) {
			expect(status).toBe(200);
			expect(headers.get('cache-control')).toBe('private, no-store');
			expect(headers.get('referrer-policy')).toBe('strict-origin');
			expect(body).toContain(`value="${link.searchParams.get('token')}"`);
			// for password managers
			expect(body).toMatch(/<input[^>]* autocomplete="username"[^>]* readonly/);
			expect(body).toContain(`value="${person.email}"`);
			expect(body).not.toMatch(/(src|href)="https?:/);
		}
		expect((await new Browser().signIn(person)).status).toBe(303);
		expect((await reset(link, 'a new password')).status).toBe(303);
	});

	test('C14 sets the password once, and ends every session', async () => {
		const person = await directus.makePerson();
		const before = await Browser.signedIn(person);
		before.cookies.delete('access_token'); // it expires within minutes
		const link = await linkFor(person.email);

		const done = await reset(link, 'a new password');
		expect([done.status, location(done)]).toEqual([303, '/signin']);
		expect((await new Browser().signIn(person)).status).toBe(401);
		expect((await new Browser().signIn({ ...person, password: 'a new password' })).status).toBe(
			303
		);
		expect((await before.visit('/profile')).status).toBe(303);

		const again = await reset(link, 'another password');
		expect(again.status).toBe(403);
		expect(again.body).toContain('has already been used or has expired');
		expect((await new Browser().signIn({ ...person, password: 'another password' })).status).toBe(
			401
		);
	});

	test('with a password that is too weak shows the rule, and works with a better one', async () => {
		const person = await directus.makePerson();
		const link = await linkFor(person.email);
		const weak = await reset(link, 'short');
		expect(weak.status).toBe(422);
		expect(weak.body).toContain('8 to 128 characters');
		expect((await reset(link, 'a new password')).status).toBe(303);
	});

	test.each(['', 'x', 'a.b.c', `${'a'.repeat(5_000)}`])(
		'with the token %j gets a message',
		async (token) => {
			const fields = { token, password: 'a new password' };
			const { status, body } = await new Browser().submit('/reset-password', fields);
			expect([403, 422]).toContain(status);
			expect(body).toContain('role="alert"');
		}
	);

	test('C14 does not skip the second factor, and leaves a suspended account suspended', async () => {
		const person = await directus.makePerson();
		const link = await linkFor(person.email);
		await directus.send('PATCH', `/users/${person.id}`, { status: 'suspended' });
		await reset(link, 'a new password');
		expect((await new Browser().signIn({ ...person, password: 'a new password' })).status).toBe(
			401
		);
	});

	async function reset(link: URL, password: string) {
		const path = link.pathname + link.search;
		const token = link.searchParams.get('token') ?? '';
		return new Browser().submit(path, { token, password });
	}
});
