import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { asTheApp } from '../support/app-proof.ts';
import { Browser, location } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { linkIn, mailsTo, mailTo } from '../support/mailbox.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

const RETURN_QUERY = '&redirectedFrom=%2Farticles%3Fpage%3D2';
const PASSWORD = 'long enough';

function newAddress(): string {
	return `${randomUUID()}@example.com`;
}

function register(fields: Record<string, string>, { browser = new Browser(), query = '' } = {}) {
	return browser.submit(`/signup?/register${query}`, { password: PASSWORD, ...fields });
}

describe.concurrent('a registration', () => {
	test('creates a member, signs in at once and redirects to the return path', async () => {
		const email = newAddress();
		const browser = new Browser();
		const fields = { email: ` ${email} `, first_name: 'Ada', last_name: 'Lovelace' };
		const answer = await register(fields, { browser, query: RETURN_QUERY });

		expect([answer.status, location(answer)]).toEqual([303, '/articles?page=2']);
		expect((await browser.visit('/articles?page=2')).body).toContain('Welcome!');
		const [made] = await directus.clearLater(email);
		const record = await directus.send(
			'GET',
			`/users/${made?.id}?fields=email,first_name,last_name,status,role.name`
		);
		expect(record).toEqual({
			email,
			first_name: 'Ada',
			last_name: 'Lovelace',
			status: 'active',
			role: { name: 'Member' }
		});
		expect((await new Browser().signIn({ email, password: PASSWORD })).status).toBe(303);
	});

	test('leads to the profile without a return path; names may be left out', async () => {
		const email = newAddress();
		const answer = await register({ email, first_name: '', last_name: '' });
		expect(location(answer)).toBe('/profile');
		expect((await directus.clearLater(email))[0]?.first_name).toBeNull();
	});

	test('with a password that is too weak shows the rule, keeps the rest, and creates nothing', async () => {
		const email = newAddress();
		const fields = { email, first_name: 'Ada', password: 'short' };
		const { status, body } = await register(fields, { query: RETURN_QUERY });
		expect(status).toBe(422);
		expect(body).toContain('8 to 128 characters');
		expect(body).toContain(`value="${email}"`);
		expect(body).toContain('value="Ada"');
		expect(body).toContain('redirectedFrom=%2Farticles%3Fpage%3D2');
		expect(await directus.clearLater(email)).toEqual([]);
	});

	test.each(['Password1', '12345678', 'qwertyuiop'])(
		'L07 with the common password %s shows an error, and creates nothing',
		async (password) => {
			const email = newAddress();
			const { status, body } = await register({ email, password });
			expect(status).toBe(422);
			expect(body).toContain('too easy to guess');
			expect(await directus.clearLater(email)).toEqual([]);
		}
	);

	test('L07 accepts passwords of 8 to 128 characters', async () => {
		const long = `${randomUUID()} `.repeat(4);
		const [eight, most] = ['ä 8 long', long.slice(0, 128)];
		for (const password of [eight, most]) {
			const email = newAddress();
			expect((await register({ email, password })).status).toBe(303);
			await directus.clearLater(email);
		}
		expect((await register({ email: newAddress(), password: long.slice(0, 129) })).status).toBe(
			422
		);
	});

	test('in a browser without cookies shows an error, and creates nothing', async () => {
		const fields = { email: newAddress(), password: PASSWORD, cookie_test: '1' };
		const browser = new Browser();
		expect((await browser.visit('/signup')).body).toContain('name="cookie_test" value="1"');
		const without = await new Browser().submit('/signup?/register', fields);
		expect(without.status).toBe(400);
		expect(without.body).toContain('Allow cookies for this site');
		expect(without.body).toContain(`value="${fields.email}"`);
		expect(await directus.clearLater(fields.email)).toEqual([]);
		expect((await browser.submit('/signup?/register', fields)).status).toBe(303);
		await directus.clearLater(fields.email);
	});

	test('with an address that may have an account offers to sign in or reset, with the return path', async () => {
		const person = await directus.makePerson({ first_name: 'Ada' });
		const browser = new Browser();
		const { status, body } = await register(
			{ email: person.email },
			{ browser, query: RETURN_QUERY }
		);

		expect(status).toBe(409);
		expect(body).toContain('There may be one with this address already');
		expect(body).toContain('/signin?redirectedFrom=%2Farticles%3Fpage%3D2');
		expect(body).toContain('/forgot-password?redirectedFrom=%2Farticles%3Fpage%3D2');
		expect(browser.cookies.size).toBe(0);
		expect((await new Browser().signIn(person)).status).toBe(303);
	});

	test('with an address and a password that have an account signs in', async () => {
		const { email, password } = await directus.makePerson();
		const answer = await register({ email, password }, { query: RETURN_QUERY });
		expect([answer.status, location(answer)]).toEqual([303, '/articles?page=2']);
		expect(await directus.clearLater(email)).toHaveLength(1);
	});

	test('with another spelling of a registered address creates no second account', async () => {
		const { email, password } = await directus.makePerson();
		await register({ email: email.toUpperCase(), password });
		expect(await directus.clearLater(email)).toHaveLength(1);
	});

	test('sent twice at once creates one account', async () => {
		const email = newAddress();
		const answers = await Promise.all([1, 2, 3].map(() => register({ email })));
		expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
		expect(await directus.clearLater(email)).toHaveLength(1);
	});

	test('with an address that Directus refuses gets a message', async () => {
		const { status, body } = await register({ email: 'ada@example.nosuchtld' });
		expect(status).toBe(422);
		expect(body).toContain('This address cannot be used here.');
	});

	test('with a name or an address that is longer than the model allows shows the limit', async () => {
		const email = newAddress();
		const { status, body } = await register({ email, first_name: 'ä'.repeat(51) });
		expect(status).toBe(422);
		expect(body).toContain('too long: 50 characters at most');
		const long = await register({ email: `${'a'.repeat(300)}@example.com` });
		expect(long.status).toBe(422);
		expect(long.body).toContain('too long: 128 characters at most');
		expect(await directus.clearLater(email)).toEqual([]);
	});

	test('accepts any characters in a password, including spaces around it', async () => {
		const email = newAddress();
		const password = ' pässwörd 🚪 “quoted” ';
		expect((await register({ email, password })).status).toBe(303);
		expect((await new Browser().signIn({ email, password })).status).toBe(303);
		expect((await new Browser().signIn({ email, password: password.trim() })).status).toBe(401);
		await directus.clearLater(email);
	});
});

describe('a setting changed in Studio applies to the next form:', () => {
	let before: Record<string, unknown>;
	const KEYS = [
		'public_registration',
		'public_registration_verify_email',
		'public_registration_email_filter',
		'auth_password_policy'
	];
	beforeAll(async () => {
		before = await directus.send('GET', `/settings?fields=${KEYS.join()}`);
	});
	afterEach(() => directus.send('PATCH', '/settings', before));

	test('closed registration', async () => {
		await directus.send('PATCH', '/settings', { public_registration: false });
		const email = newAddress();
		const page = await new Browser().visit('/signup');
		expect(page.status).toBe(200);
		expect(page.body).not.toContain('name="password"');
		const { status } = await register({ email });
		expect(status).toBe(403);
		expect(await directus.clearLater(email)).toEqual([]);
	});

	test('a filter for addresses', async () => {
		const public_registration_email_filter = { email: { _ends_with: '@example.org' } };
		await directus.send('PATCH', '/settings', { public_registration_email_filter });
		const person = await directus.makePerson();
		for (const email of [newAddress(), person.email]) {
			const { status, body } = await register({ email });
			expect(status).toBe(403);
			expect(body).toContain('takes no new members with this address');
			expect(body).not.toContain('closed');
			expect(body).toContain('aria-invalid="true"');
		}
	});

	test('the rule for passwords', async () => {
		const auth_password_policy =
			'/(?=^.{12,}$)(?=.*\\d)(?=.*[!@#$%^&*()_+}{\'";:?>.<,])(?=.*[A-Z])(?=.*[a-z]).*$/';
		await directus.send('PATCH', '/settings', { auth_password_policy });
		expect((await new Browser().visit('/signup')).body).toContain('At least 12 characters');
		const { status, body } = await register({ email: newAddress() });
		expect(status).toBe(422);
		expect(body).toContain('At least 12 characters, with a digit');
	});

	test('the rule for passwords that Studio calls strong, in full', async () => {
		const auth_password_policy =
			"/(?=^.{8,}$)(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\\s).*$/";
		await directus.send('PATCH', '/settings', { auth_password_policy });
		const page = await new Browser().visit('/signup');
		expect(page.body).toContain(
			"special character (! @ # $ % ^ &amp; * ( ) _ + } { ' ; ? > . &lt; ,)"
		);
		expect(page.body).toContain('No spaces.');
		const email = newAddress();
		const refused = await register({ email, password: 'With a space 1!' });
		expect(refused.status).toBe(422);
		expect(refused.body).toContain('No spaces.');
		expect((await register({ email, password: 'WithoutASpace1!' })).status).toBe(303);
		await directus.clearLater(email);
	});

	describe('verification of addresses', () => {
		const verified = { public_registration_verify_email: true };

		test('an email links to the page that opens the account and returns', async () => {
			await directus.send('PATCH', '/settings', verified);
			const email = newAddress();
			const browser = new Browser();
			expect((await browser.visit('/signup')).body).not.toContain('name="password"');
			const sent = await register({ email }, { browser, query: RETURN_QUERY });
			expect(sent.status).toBe(200);
			expect(sent.body).toContain('Check your email');
			expect(browser.cookies.size).toBe(0);
			await directus.clearLater(email);
			expect((await new Browser().signIn({ email, password: PASSWORD })).status).toBe(401);

			const link = linkIn(await mailTo(email));
			expect(link.origin + link.pathname).toBe(`${installation.url}/verify-email`);
			const path = link.pathname + link.search;
			for (let opened = 0; opened < 2; opened++) {
				const page = await browser.visit(path);
				expect(page.status).toBe(200);
				expect(page.headers.get('cache-control')).toBe('private, no-store');
			}
			const token = link.searchParams.get('token') ?? '';
			const weak = await browser.submit(path, { token, password: 'short' });
			expect(weak.status).toBe(422);
			expect(weak.body).toContain('8 to 128 characters');
			const done = await browser.submit(path, { token, password: PASSWORD });
			expect([done.status, location(done)]).toEqual([303, '/articles?page=2']);
			expect((await browser.visit('/profile')).body).toContain(email);

			const again = await new Browser().submit(path, { token, password: 'another one' });
			expect(again.status).toBe(403);
			expect(again.body).toContain('already been used or has expired');
			expect((await new Browser().signIn({ email, password: 'another one' })).status).toBe(401);
		});

		test('C12 a password given by another person beforehand opens nothing', async () => {
			await directus.send('PATCH', '/settings', verified);
			const email = newAddress();
			await register({ email, password: 'of the attacker' });
			await register({ email });
			await directus.clearLater(email);

			const link = linkIn(await mailTo(email));
			const token = link.searchParams.get('token') ?? '';
			const owner = new Browser();
			await owner.submit(link.pathname + link.search, { token, password: 'of the owner' });
			expect((await owner.visit('/profile')).body).toContain(email);
			expect((await new Browser().signIn({ email, password: 'of the attacker' })).status).toBe(401);
			expect((await new Browser().signIn({ email, password: 'of the owner' })).status).toBe(303);
		});

		test('C12 a password given to Directus directly opens nothing; its email links to the site as well', async () => {
			await directus.send('PATCH', '/settings', verified);
			const email = newAddress();
			const registered = await fetch(`${installation.directusUrl}/users/register`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...asTheApp() },
				body: JSON.stringify({ email, password: 'of the attacker' })
			});
			expect(registered.status).toBe(204);
			await directus.clearLater(email);

			const link = linkIn(await mailTo(email));
			expect(link.origin + link.pathname).toBe(`${installation.url}/verify-email`);
			await new Browser().visit(link.pathname + link.search);
			expect((await new Browser().signIn({ email, password: 'of the attacker' })).status).toBe(401);

			const token = link.searchParams.get('token') ?? '';
			const owner = new Browser();
			await owner.submit(link.pathname + link.search, { token, password: 'of the owner' });
			expect((await owner.visit('/profile')).body).toContain(email);
			expect((await new Browser().signIn({ email, password: 'of the attacker' })).status).toBe(401);
		});

		test('L04 an address gets three emails, however often it is registered', async () => {
			await directus.send('PATCH', '/settings', verified);
			const [email, last] = [newAddress(), newAddress()];
			const answers = [];
			for (let index = 0; index < 5; index++) {
				const { status, body } = await register({ email });
				answers.push(`${status} ${body.replace(/nonce="[^"]*"/g, '')}`);
			}
			// sent after the others, so whatever was sent before has arrived with it
			await register({ email: last });
			await mailTo(last);
			await directus.clearLater(email);
			await directus.clearLater(last);
			expect(new Set(answers).size).toBe(1);
			expect(await mailsTo(email)).toHaveLength(3);
		});

		test('C10 responses do not reveal which addresses have an account', async () => {
			await directus.send('PATCH', '/settings', verified);
			const person = await directus.makePerson();
			const suspended = await directus.makePerson({ status: 'suspended' });
			const unknown = newAddress();
			const answers = [];
			for (const password of [PASSWORD, 'short']) {
				for (const email of [person.email, suspended.email, unknown]) {
					const { status, body } = await register({ email, password });
					answers.push(
						`${status} ${body.replaceAll(email, 'EMAIL').replace(/nonce="[^"]*"/g, '')}`
					);
				}
			}
			await directus.clearLater(unknown);
			expect(answers[0]).toMatch(/^200 /);
			expect(new Set(answers).size).toBe(1);
			await mailTo(unknown);
			// the owner alone is told
			expect(linkIn(await mailTo(person.email)).pathname).toBe('/signin');
			expect(await mailsTo(suspended.email)).toEqual([]);
		});
	});
});
