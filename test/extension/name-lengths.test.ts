import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { callDirectus, asAdministrator, makePerson, signIn } from '../support/directus-api.ts';

const LONG = 'ä'.repeat(51);
const MAX_NAME = 'ä'.repeat(50);

describe('D50 a name', () => {
	test('that is too long is refused, for every writer on every database', async () => {
		const person = await makePerson({ first_name: MAX_NAME });
		const { access_token: token } = (await signIn(person)).data;
		const { access_token: administrator } = (await signIn(await newAdministrator())).data;

		for (const [path, body, by] of [
			['/users/me', { first_name: LONG }, token],
			['/users/me', { last_name: 'x'.repeat(800_000) }, token],
			[`/users/${person.id}`, { last_name: LONG }, administrator],
			['/users', { email: `${randomUUID()}@example.com`, first_name: LONG }, administrator],
			['/roles', { name: 'x'.repeat(101) }, administrator]
		] as const) {
			const method = path === '/users' || path === '/roles' ? 'POST' : 'PATCH';
			const answer = await callDirectus(path, { method, body, token: by });
			expect(answer, path).toMatchObject({ status: 400, code: 'INVALID_PAYLOAD' });
		}
		const [row] = await asAdministrator<[{ first_name: string; last_name: null }]>(
			`/users?filter[id][_eq]=${person.id}&fields=first_name,last_name`
		);
		expect(row).toEqual({ first_name: MAX_NAME, last_name: null });
	});

	test('of a registration is cut', async () => {
		const email = `${randomUUID()}@example.com`;
		const body = { email, password: 'long enough', first_name: LONG };
		expect((await callDirectus('/users/register', { body })).status).toBe(204);
		const [row] = await asAdministrator<[{ id: string; first_name: string }]>(
			`/users?filter[email][_eq]=${email}&fields=id,first_name`
		);
		expect(row.first_name).toBe(MAX_NAME);
		await asAdministrator(`/users/${row.id}`, { method: 'DELETE' });
	});
});

async function newAdministrator() {
	const { role } = await asAdministrator<{ role: string }>('/users/me?fields=role');
	return makePerson({ role });
}
