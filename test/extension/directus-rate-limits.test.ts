import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Directus } from '../support/directus.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';
import { asTheApp } from '../support/app-proof.ts';

const SECRET = randomBytes(32).toString('base64');

// limits that a person would meet, in a Directus of its own; open, so that all ways to sign in are there
let own: OwnDirectus;
let directus: Directus;
beforeAll(async () => {
	own = await startDirectus({
		IP_TRUST_PROXY: '1',
		RATE_LIMIT_PER_ADDRESS: '20',
		RATE_LIMIT_PER_ACCOUNT: '3',
		PORTICO_DIRECTUS_API: 'open',
		PORTICO_EVENTS_SECRET: SECRET
	});
	directus = new Directus(own);
}, 300_000);
afterAll(() => own.end());

interface Credentials {
	email: string;
	password: string;
}

let addresses = 0;
/** A client address without earlier requests. */
const newAddress = () => `192.0.2.${++addresses}`;
const wrongCredentials = () => ({ email: `${randomUUID()}@example.com`, password: 'wrong' });

async function post(path: string, body: object, address: string, headers = {}) {
	const response = await fetch(own.directusUrl + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...headers },
		body: JSON.stringify(body)
	});
	const text = await response.text();
	const answer = (text ? JSON.parse(text) : {}) as { errors?: [{ extensions: { code: string } }] };
	const retryAfter = Number(response.headers.get('retry-after'));
	return { status: response.status, code: answer.errors?.[0].extensions.code, retryAfter };
}

const studio = ({ email, password }: Credentials, address: string) =>
	post('/auth/login', { email, password, mode: 'session' }, address);

function expectToWait({ status, code, retryAfter }: Awaited<ReturnType<typeof post>>) {
	expect([status, code]).toEqual([429, 'REQUESTS_EXCEEDED']);
	expect(retryAfter).toBeGreaterThan(0);
	expect(retryAfter).toBeLessThanOrEqual(60);
}

describe.each(['/auth/login', '/auth/login/', '/portico/session'])(
	'L01 failed sign-ins at %s',
	(path) => {
		test('to one account from one address are refused, concurrent ones too; its owner signs in from another address', async () => {
			const person = await directus.makePerson();
			const address = newAddress();
			const guesses = Array.from({ length: 8 }, (_, index) =>
				post(path, { email: person.email, password: `wrong ${index}` }, address)
			);
			const statuses = (await Promise.all(guesses)).map(({ status }) => status);
			expect(statuses.sort()).toEqual([401, 401, 401, 429, 429, 429, 429, 429]);

			const { email, password } = person;
			expectToWait(await post(path, { email: email.toUpperCase(), password }, address));
			expect((await post(path, { email, password }, newAddress())).status).toBe(200);
			expect(await directus.send('GET', `/users/${person.id}?fields=status`)).toEqual({
				status: 'active'
			});
		});
	}
);

test('failed sign-ins at Directus to an account that does not exist are limited alike', async () => {
	const [unknownAccount, address] = [wrongCredentials(), newAddress()];
	for (let index = 0; index < 3; index++) {
		expect((await studio(unknownAccount, address)).status).toBe(401);
	}
	expectToWait(await studio(unknownAccount, address));
});

test('successful sign-ins at Directus do not count as failures', async () => {
	const person = await directus.makePerson();
	const address = newAddress();
	for (let index = 0; index < 6; index++) expect((await studio(person, address)).status).toBe(200);
});

test('L04 sign-ins at Directus from one address are limited across all accounts', async () => {
	const address = newAddress();
	const attempts = Array.from({ length: 20 }, () => studio(wrongCredentials(), address));
	expect(new Set((await Promise.all(attempts)).map(({ status }) => status))).toEqual(
		new Set([401])
	);
	expectToWait(await studio(wrongCredentials(), address));
	expect((await studio(wrongCredentials(), newAddress())).status).toBe(401);
});

test('L04 emails requested at Directus from one network are limited across all accounts', async () => {
	const address = newAddress();
	const requestEmail = () =>
		post('/auth/password/request', { email: wrongCredentials().email }, address);
	const requested = await Promise.all(Array.from({ length: 20 }, requestEmail));
	expect(new Set(requested.map(({ status }) => status))).toEqual(new Set([204]));
	expectToWait(await requestEmail());
});

test('sign-ins of the app do not count at Directus', async () => {
	const address = newAddress();
	const { email } = await directus.makePerson();
	const guess = (headers: object) =>
		post('/portico/session', { email, password: 'wrong' }, address, headers);
	for (let index = 0; index < 6; index++) expect((await guess(asTheApp(SECRET))).status).toBe(401);
	for (let index = 0; index < 3; index++) expect((await guess({})).status).toBe(401);
	expectToWait(await guess({}));
});

test.each([
	'mutation { a: auth_login(email: "a@example.com", password: "x") { access_token } }',
	'mutation { auth_password_request(email: "a@example.com") }',
	'mutation { users_register(email: "a@example.com", password: "long enough") }'
])('GraphQL does not bypass the rate limits: %s', async (query) => {
	const answer = await post('/graphql/system', { query }, newAddress());
	expect([answer.status, answer.code]).toEqual([403, 'FORBIDDEN']);
});

test('malformed requests are refused by Directus and not counted', async () => {
	for (let index = 0; index < 5; index++) {
		expect((await post('/auth/password/request', {}, newAddress())).status).toBe(400);
	}
	const address = newAddress();
	for (let index = 0; index < 5; index++) {
		expect((await post('/auth/login', { email: ['x'] }, address)).status).toBe(400);
	}
});
