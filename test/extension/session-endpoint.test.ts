import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import jsonwebtoken from 'jsonwebtoken';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
	callDirectus,
	asAdministrator,
	directusUrl,
	makeItem,
	makePerson,
	refresh,
	signIn,
	signOut,
	fetchOwner,
	type Person,
	type Tokens
} from '../support/directus-api.ts';
import { asTheApp } from '../support/app-proof.ts';
import { oneTimeCode } from '../support/one-time-code.ts';

describe('sign-in at the session endpoint', () => {
	test('gives an access token with the lifetime of ACCESS_TOKEN_TTL', async () => {
		const person = await makePerson();

		const { status, data } = await signIn(person);

		// Directus' json mode returns the lifetime in force
		const { data: json } = await callDirectus<Tokens>('/auth/login', { body: credentials(person) });
		const { iat = 0, exp = 0, session } = claims(data.access_token);
		expect(status).toBe(200);
		expect((exp - iat) * 1000).toBe(json.expires);
		expect(data.expires).toBeLessThanOrEqual(json.expires);
		expect(data.expires).toBeGreaterThan(json.expires - 2000);
		expect(session).toBe(data.refresh_token);
	});

	test('answers a wrong password as it answers an unknown address', async () => {
		const person = await makePerson();

		const [wrong, unknown] = await Promise.all([
			timed(signIn({ email: person.email, password: 'wrong' })),
			timed(signIn({ email: `${randomUUID()}@example.com`, password: 'wrong' }))
		]);

		expect(wrong.answer.status).toBe(401);
		expect(wrong.answer.code).toBe('INVALID_CREDENTIALS');
		expect(wrong.answer).toEqual(unknown.answer);
		// LOGIN_STALL_TIME: neither answers before it
		expect(Math.min(wrong.milliseconds, unknown.milliseconds)).toBeGreaterThan(450);
	});

	test.each(['suspended', 'draft', 'invited', 'unverified', 'archived'])(
		'refuses a member who is %s like a wrong password',
		async (status) => {
			const person = await makePerson({ status });

			expect(await signIn(person)).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
		}
	);

	test('refuses a person who signs in at an identity provider like a wrong password', async () => {
		const person = await makePerson({ provider: 'acme', external_identifier: randomUUID() });

		expect(await signIn(person)).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
	});

	test.each([
		{},
		[],
		{ email: 'member@example.com' },
		{ password: 'secret' },
		{ email: 1, password: 'secret' },
		{ email: ['member@example.com'], password: 'secret' },
		{ email: 'member@example.com', password: { length: 8 } },
		{ email: 'member@example.com', password: 'secret', otp: 123456 },
		{ email: 'some\0body@example.com', password: 'secret' }
	])('refuses %j as a payload, without repeating it', async (body) => {
		const answer = await callDirectus('/portico/session', { body });

		expect(answer).toMatchObject({ status: 400, code: 'INVALID_PAYLOAD' });
		expect(JSON.stringify(answer.body)).not.toContain('secret');
	});

	test('refuses a body that is no JSON', async () => {
		const response = await fetch(new URL('/portico/session', directusUrl), {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...asTheApp() },
			body: '{"email":'
		});

		expect(response.status).toBe(400);
	});

	test('requires the code of a second factor after the right password only', async () => {
		const person = await makePerson({ role: await administratorRole() });
		const secret = await turnOnSecondFactor(person);
		const otp = await oneTimeCode(secret);

		const attempts = await Promise.all([
			signIn({ ...person, password: 'wrong', otp }),
			signIn(person),
			signIn({ ...person, otp: '000000' }),
			signIn({ ...person, otp })
		]);

		expect(attempts.map(({ status, code }) => [status, code])).toEqual([
			[401, 'INVALID_CREDENTIALS'],
			[401, 'INVALID_OTP'],
			[401, 'INVALID_OTP'],
			[200, undefined]
		]);
	});

	test('is logged with the address and the browser of the person', async () => {
		const person = await makePerson();

		await signIn(person, { 'x-forwarded-for': '192.0.2.7', 'user-agent': 'A browser' });

		const activity = await asAdministrator(
			`/activity?filter[user][_eq]=${person.id}&filter[action][_eq]=login&fields=ip,user_agent`
		);
		expect(activity).toEqual([{ ip: '192.0.2.7', user_agent: 'A browser' }]);
	});

	test('works for a new role without a policy', async () => {
		const role = await makeItem<{ id: string }>('directus_roles', { name: 'Made just now' });
		const person = await makePerson({ role: role.id, first_name: 'Ada' });

		const { data } = await signIn(person);

		expect(await fetchOwner(data.access_token)).toMatchObject({
			status: 200,
			data: {
				id: person.id,
				email: person.email,
				first_name: 'Ada',
				last_name: null,
				status: 'active',
				role: { id: role.id, name: 'Made just now' }
			}
		});
	});
});

describe('refresh at the session endpoint', () => {
	test('thirty times at once gives one successor, which is valid at once', async () => {
		const { refresh_token } = await session();

		const answers = await Promise.all(
			Array.from({ length: 30 }, async () => {
				const { status, data } = await refresh(refresh_token);
				return {
					status,
					token: data.refresh_token,
					alive: (await fetchOwner(data.access_token)).status
				};
			})
		);

		const [first] = answers;
		expect(first?.token).not.toBe(refresh_token);
		expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
		expect(answers).toEqual(answers.map(({ token }) => ({ status: 200, token, alive: 200 })));
	});

	test('again after a lost answer gives the same successor', async () => {
		const { refresh_token } = await session();
		const attacker = await attackerWithAnswers();

		await expect(
			fetch(new URL('/portico/session/refresh', attacker.url), {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ refresh_token })
			})
		).rejects.toThrow();
		const { data } = await refresh(refresh_token);

		expect(attacker.taken().data.refresh_token).toBe(data.refresh_token);
		expect((await fetchOwner(data.access_token)).status).toBe(200);
	});

	test('leaves the previous access token valid', async () => {
		const before = await session();

		await refresh(before.refresh_token);

		expect((await fetchOwner(before.access_token)).status).toBe(200);
	});

	test('uses the current role of the person', async () => {
		const role = await makeItem<{ id: string }>('directus_roles', { name: 'Later' });
		const person = await makePerson();
		const { data: before } = await signIn(person);

		await change(person, { role: role.id });
		const { data: after } = await refresh(before.refresh_token);

		expect(claims(before.access_token).role).toBeNull();
		expect(claims(after.access_token).role).toBe(role.id);
	});

	test.each(['', 'x', 'x'.repeat(64), "' or 1=1 --"])('refuses the token %j', async (token) => {
		expect(await refresh(token)).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
	});

	test.each([{}, { refresh_token: 1 }, { refresh_token: null }, { refresh_token: 'a\0b' }])(
		'refuses %j as a payload',
		async (body) => {
			expect(await callDirectus('/portico/session/refresh', { body })).toMatchObject({
				status: 400,
				code: 'INVALID_PAYLOAD'
			});
		}
	);
});

describe('sign-out at the session endpoint', () => {
	test('revokes the access token and the refresh token at once', async () => {
		const { access_token, refresh_token } = await session();

		const { status } = await signOut(refresh_token);

		expect(status).toBe(204);
		expect((await fetchOwner(access_token)).status).toBe(401);
		expect((await callDirectus('/users/me', { token: access_token })).status).toBe(401);
		expect((await refresh(refresh_token)).status).toBe(401);
	});

	test('also ends tokens in their grace period, whichever token it comes with', async () => {
		for (const chosen of [0, 1, 2]) {
			const first = await session();
			const { data: second } = await refresh(first.refresh_token);
			const { data: third } = await refresh(second.refresh_token);
			const all = [first, second, third];

			await signOut(all[chosen]?.refresh_token ?? '');

			const alive = await Promise.all(all.map(({ access_token }) => fetchOwner(access_token)));
			const refreshed = await Promise.all(all.map(({ refresh_token }) => refresh(refresh_token)));
			expect(alive.map(({ status }) => status)).toEqual([401, 401, 401]);
			expect(refreshed.map(({ status }) => status)).toEqual([401, 401, 401]);
		}
	});

	test('during refreshes leaves no token valid', async () => {
		const person = await makePerson();
		for (let round = 0; round < 10; round++) {
			const { refresh_token } = (await signIn(person)).data;

			const refreshes = Array.from({ length: 5 }, () => refresh(refresh_token));
			const [, ...answers] = await Promise.all([signOut(refresh_token), ...refreshes]);

			for (const { status, data } of answers) {
				expect([200, 401]).toContain(status);
				if (status === 200) expect((await fetchOwner(data.access_token)).status).toBe(401);
			}
			expect((await refresh(refresh_token)).status).toBe(401);
		}
	});

	test('of one device leaves the others signed in', async () => {
		const person = await makePerson();
		const [{ data: here }, { data: there }] = await Promise.all([signIn(person), signIn(person)]);

		await signOut(here.refresh_token);

		expect((await fetchOwner(there.access_token)).status).toBe(200);
	});

	test('of a session that has ended succeeds', async () => {
		const { refresh_token } = await session();

		expect((await signOut(refresh_token)).status).toBe(204);
		expect((await signOut(refresh_token)).status).toBe(204);
	});
});

describe('a session ends at once', () => {
	test.each<[string, (person: Person) => Promise<unknown>]>([
		['when the password changes', (person) => change(person, { password: randomUUID() })],
		[
			'when the address changes',
			(person) => change(person, { email: `${randomUUID()}@example.com` })
		],
		['when the person is suspended', (person) => change(person, { status: 'suspended' })],
		['when the person is archived', (person) => change(person, { status: 'archived' })]
	])('%s', async (_when, happens) => {
		const person = await makePerson();
		const { data: before } = await signIn(person);
		const { data: after } = await refresh(before.refresh_token);

		await happens(person);

		for (const { access_token, refresh_token } of [before, after]) {
			expect((await fetchOwner(access_token)).status).toBe(401);
			expect((await refresh(refresh_token)).status).toBe(401);
		}
	});
});

describe('the own record at /portico/me', () => {
	test('is refused to guests', async () => {
		expect(await callDirectus('/portico/me')).toMatchObject({
			status: 401,
			code: 'INVALID_CREDENTIALS'
		});
	});

	test('is refused to tokens without a session', async () => {
		const person = await makePerson({ token: randomUUID() });
		const { token } = await asAdministrator<{ token: string }>(`/users/${person.id}`, {
			method: 'PATCH',
			body: { token: randomUUID() }
		});
		const { data: json } = await callDirectus<Tokens>('/auth/login', { body: credentials(person) });

		expect((await callDirectus('/users/me', { token: json.access_token })).status).toBe(200);
		expect((await fetchOwner(json.access_token)).status).toBe(401);
		expect((await fetchOwner(token)).status).toBe(401);
	});

	test('is refused to a token with a foreign signature', async () => {
		const { access_token } = await session();

		const forged = jsonwebtoken.sign(claims(access_token), 'another secret of thirty-two chars');

		expect(await fetchOwner(forged)).toMatchObject({ status: 403, code: 'INVALID_TOKEN' });
	});

	test('has no role where the person has none', async () => {
		const { access_token } = await session();

		expect((await fetchOwner(access_token)).data.role).toBeNull();
	});
});

async function session(): Promise<Tokens> {
	return (await signIn(await makePerson())).data;
}

function credentials({ email, password }: Person) {
	return { email, password };
}

function claims(accessToken: string): jsonwebtoken.JwtPayload {
	return jsonwebtoken.decode(accessToken, { json: true }) ?? {};
}

function change(person: Person, values: Record<string, unknown>) {
	return asAdministrator(`/users/${person.id}`, { method: 'PATCH', body: values });
}

async function timed<T>(work: Promise<T>) {
	const start = performance.now();
	return { answer: await work, milliseconds: performance.now() - start };
}

/** A proxy that forwards a request to Directus, drops the response and closes the connection. */
async function attackerWithAnswers() {
	let taken: { data: Tokens } | undefined;
	const server = createServer((request, response) => {
		void (async () => {
			const answer = await fetch(new URL(request.url ?? '/', directusUrl), {
				method: request.method ?? 'GET',
				headers: { 'content-type': 'application/json', ...asTheApp() },
				body: await text(request)
			});
			taken = (await answer.json()) as { data: Tokens };
			response.destroy();
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		taken: () => taken ?? expect.fail('Directus was not asked')
	};
}

async function administratorRole(): Promise<string> {
	const { role } = await asAdministrator<{ role: string }>('/users/me?fields=role');
	return role;
}

async function turnOnSecondFactor(person: Person): Promise<string> {
	const { data } = await signIn(person);
	const asPerson = { token: data.access_token };

	const generated = await callDirectus<{ secret: string }>('/users/me/tfa/generate', {
		...asPerson,
		body: { password: person.password }
	});
	const { secret } = generated.data;
	const enabled = await callDirectus('/users/me/tfa/enable', {
		...asPerson,
		body: { secret, otp: await oneTimeCode(secret) }
	});
	expect(enabled.status).toBe(204);
	return secret;
}
