import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asTheApp } from '../support/app-proof.ts';
import { oneTimeCode } from '../support/one-time-code.ts';
import { Browser, location } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
let person: Person;
beforeAll(async () => {
	person = await directus.makePerson();
});
afterAll(() => directus.clear());

const WRONG_CREDENTIALS = 'That email and password don’t match.';

describe.concurrent('a sign-in', () => {
	test('leads to the profile, or to the return path', async () => {
		expect(location(await new Browser().signIn(person))).toBe('/profile');
		const back = encodeURIComponent('/articles?page=2&from=mail');
		const answer = await new Browser().signIn(person, `&redirectedFrom=${back}`);
		expect(answer.status).toBe(303);
		expect(location(answer)).toBe('/articles?page=2&from=mail');
	});

	test('leads to a return path with characters beyond ASCII', async () => {
		const back = encodeURIComponent('/über-uns/straße?größe=ß');
		const answer = await new Browser().signIn(person, `&redirectedFrom=${back}`);
		expect(location(answer)).toBe('/%C3%BCber-uns/stra%C3%9Fe?gr%C3%B6%C3%9Fe=%C3%9F');
	});

	test('accepts an address with spaces around it and in another case', async () => {
		const email = `  ${person.email.toUpperCase()} `;
		expect((await new Browser().signIn({ ...person, email })).status).toBe(303);
	});

	test('shows a notice on the next page, once', async () => {
		const browser = await Browser.signedIn(person);
		expect((await browser.visit('/articles')).body).toContain('You are signed in.');
		expect((await browser.visit('/articles')).body).not.toContain('You are signed in.');
	});

	test('redirects a member who opens the page', async () => {
		const browser = await Browser.signedIn(person);
		const answer = await browser.visit('/signin?redirectedFrom=%2Farticles');
		expect([answer.status, location(answer)]).toEqual([303, '/articles']);
		expect(location(await browser.visit('/signup'))).toBe('/profile');
	});

	test('L02 is logged by Directus with the real address and the browser of the person', async () => {
		const browser = new Browser();
		await browser.submit(
			'/signin?/login',
			{ email: person.email, password: person.password },
			{ 'user-agent': 'a certain browser', 'x-forwarded-for': '203.0.113.9' }
		);
		const filter = JSON.stringify({ user: { _eq: person.id }, user_agent: { _nnull: true } });
		const activity = await directus.send<{ ip: string; user_agent: string }[]>(
			'GET',
			`/activity?filter=${encodeURIComponent(filter)}&sort=-id&limit=1&fields=ip,user_agent`
		);
		const ip = expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string;
		expect(activity).toEqual([{ ip, user_agent: 'a certain browser' }]);
	});
});

describe.concurrent('N01 a return path to another site', () => {
	test.each([
		'//evil.example',
		'/\\evil.example',
		'\\\\evil.example',
		'///evil.example',
		'/\t/evil.example',
		'/\n/evil.example',
		'\0//evil.example',
		' //evil.example',
		'/%2fevil.example',
		'/%252fevil.example',
		'/%5cevil.example',
		'/.//evil.example',
		'/a/..//evil.example',
		'／／evil.example',
		'https://evil.example',
		'https:evil.example',
		'javascript:alert(1)',
		'data:text/html,x',
		'@evil.example',
		'http://127.0.0.1@evil.example',
		'/signin',
		'/logout',
		'/profile?/save',
		'/profile/__data.json',
		`/${'a'.repeat(3_000)}`
	])('such as %j leads to the profile', async (back) => {
		const query = `redirectedFrom=${encodeURIComponent(back)}`;
		const member = (await signedIn()).clone();
		expect(location(await member.visit(`/signin?${query}`))).toBe('/profile');

		const page = await new Browser().visit(`/signin?${query}`);
		expect(page.status).toBe(200);
		expect(page.body).not.toContain('evil.example');
	});

	test('given twice leads to the profile', async () => {
		const answer = await new Browser().signIn(
			person,
			'&redirectedFrom=%2Farticles&redirectedFrom=%2F%2Fevil.example'
		);
		expect(location(answer)).toBe('/profile');
	});

	test('leads to the profile after the form, too', async () => {
		const answer = await new Browser().signIn(person, '&redirectedFrom=%2F%2Fevil.example');
		expect(location(answer)).toBe('/profile');
	});

	let once: Promise<Browser> | undefined;
	const signedIn = () => (once ??= Browser.signedIn(person));
});

describe.concurrent('a failed sign-in', () => {
	test('keeps the return path and the address, and shows the error', async () => {
		const browser = new Browser();
		const { status, body } = await browser.signIn(
			{ ...person, password: 'wrong' },
			'&redirectedFrom=%2Farticles%3Fpage%3D2'
		);
		expect(status).toBe(401);
		expect(body).toContain(WRONG_CREDENTIALS);
		expect(body).toContain(`value="${person.email}"`);
		expect(body).toContain('redirectedFrom=%2Farticles%3Fpage%3D2');
		expect(browser.cookies.size).toBe(0);
	});

	test('in a browser without cookies shows an error, and works once cookies are on', async () => {
		const { email, password } = person;
		const fields = { email, password, cookie_test: '1' };
		expect((await new Browser().visit('/signin')).body).toContain('name="cookie_test" value="1"');

		const without = new Browser();
		const { status, body } = await without.submit('/signin?/login', fields);
		expect(status).toBe(400);
		expect(body).toContain('Allow cookies for this site');
		expect(body).toContain(`value="${email}"`);
		expect([...without.cookies.keys()]).toEqual(['cookie_test']);
		// that answer left one, too
		expect((await without.submit('/signin?/login', fields)).status).toBe(303);

		const opened = new Browser();
		await opened.visit('/signin');
		expect((await opened.submit('/signin?/login', fields)).status).toBe(303);
	});

	test('without an address or a password shows that they are required', async () => {
		const { status, body } = await new Browser().signIn({ email: ' ', password: '' });
		expect(status).toBe(422);
		expect(body).toContain('Enter your email address.');
		expect(body).toContain('Enter your password.');
	});

	test('C08 does not reveal whether the account exists, or why it may not sign in', async () => {
		const statuses = ['suspended', 'unverified', 'invited', 'draft', 'archived'];
		const people = await Promise.all([
			directus.makePerson(),
			...statuses.map((status) => directus.makePerson({ status })),
			directus.makePerson({ provider: 'elsewhere', external_identifier: 'x' })
		]);
		const [active, ...others] = people;
		const attempts = [
			{ email: active?.email ?? '', password: 'wrong' },
			{ email: 'nobody.at.all@example.com', password: 'wrong' },
			...others.map(({ email, password }) => ({ email, password }))
		];

		const answers = [];
		for (const one of attempts) {
			answers.push(
				await new Browser().signIn(one),
				await new Browser().enhancedSubmit('/signin?/login', one)
			);
		}
		const described = answers.map(({ status, headers, body }, index) => {
			const email = attempts[Math.floor(index / 2)]?.email ?? '';
			const fields = [...headers].filter(([name]) => !isDifferentAnyway(name));
			return JSON.stringify({ status, fields, body: withoutNames(body, email) });
		});
		expect(new Set(described).size).toBe(2); // one page, one answer to a script
	});

	const isDifferentAnyway = (name: string) =>
		['date', 'x-request-id', 'etag', 'content-length', 'content-security-policy'].includes(name);
	const withoutNames = (body: string, email: string) =>
		body
			.replaceAll(email, 'EMAIL')
			.replace(/nonce="[^"]*"/g, '')
			.replace(/length":\d+/g, '');
});

describe('a person with a second factor', () => {
	let guarded: Person;
	let secret: string;
	beforeAll(async () => {
		// the role of an administrator may write the secret
		const { role } = await directus.send<{ role: string }>('GET', '/users/me?fields=role');
		guarded = await directus.makePerson({ role });
		secret = await enableSecondFactor(guarded);
	});

	test('must enter the code, and signs in with it', async () => {
		const browser = new Browser();
		const { email, password } = guarded;
		const send = (otp: string) => browser.submit('/signin?/login', { email, password, otp });

		const answer = await browser.signIn(guarded);
		expect(answer.status).toBe(401);
		expect(answer.body).toContain('name="otp"');
		const letters = await send('letters');
		expect(letters.status).toBe(422);
		expect(letters.body).toContain('name="otp"');
		const wrong = await send('000 000');
		expect(wrong.status).toBe(401);
		expect(wrong.body).toContain('This code is wrong');
		expect(browser.cookies.size).toBe(0);
		expect((await send(await oneTimeCode(secret))).status).toBe(303);
	});

	test('cannot be distinguished before the password is right', async () => {
		const { status, body } = await new Browser().signIn({ ...guarded, password: 'wrong' });
		expect(status).toBe(401);
		expect(body).toContain(WRONG_CREDENTIALS);
		expect(body).not.toContain('name="otp"');
	});
});

/** Sets a second factor as Studio does, and gives its secret. */
async function enableSecondFactor({ email, password }: Person): Promise<string> {
	const post = async <T>(path: string, body: object, token?: string) => {
		const response = await fetch(installation.directusUrl + path, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...asTheApp(),
				...(token && { authorization: `Bearer ${token}` })
			},
			body: JSON.stringify(body)
		});
		expect(response.ok, path).toBe(true);
		const text = await response.text();
		return (text ? (JSON.parse(text) as { data: T }).data : null) as T; // as Directus documents it
	};
	const session = await post<{ access_token: string }>('/auth/login', { email, password });
	const { secret } = await post<{ secret: string }>(
		'/users/me/tfa/generate',
		{ password },
		session.access_token
	);
	await post(
		'/users/me/tfa/enable',
		{ secret, otp: await oneTimeCode(secret) },
		session.access_token
	);
	return secret;
}
