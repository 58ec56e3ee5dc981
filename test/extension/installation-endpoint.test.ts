import { beforeAll, describe, expect, test } from 'vitest';
import { editor, member } from '../../directus/access/roles.ts';
import type { Delivery, Installation } from '@portico/contract/installation-report.ts';
import {
	callDirectus,
	asAdministrator,
	makeItem,
	makePerson,
	signIn
} from '../support/directus-api.ts';

const PATHS = [
	['GET', '/installation'],
	['POST', '/installation/mail'],
	['POST', '/installation/events'],
	['GET', '/installation/'],
	['GET', '/INSTALLATION'],
	['GET', '/installation?access_token=']
] as const;

describe('H11 facts about the installation are returned', () => {
	const tokens = new Map<string, string | undefined>([['guest', undefined]]);
	beforeAll(async () => {
		const roleWithoutPolicies = await makeItem<{ id: string }>('directus_roles', { name: 'New' });
		const roles = { member: member.id, editor: editor.id, newcomer: roleWithoutPolicies.id };
		for (const [name, role] of Object.entries(roles)) {
			const { data } = await signIn(await makePerson({ role }));
			tokens.set(name, data.access_token);
		}
	});

	test.each(['guest', 'member', 'editor', 'newcomer'])('not to a %s', async (name) => {
		const token = tokens.get(name);
		expect(token === undefined).toBe(name === 'guest');
		for (const [method, path] of PATHS) {
			const answer = await callDirectus(path, { method, ...(token && { token }) });
			expect([path, answer.status]).toEqual([path, 403]);
			expect(JSON.stringify(answer.body)).not.toMatch(/node|digest|url|outcome/i);
		}
	});

	test('to an administrator, without any secret', async () => {
		const facts = await asAdministrator<Installation>('/installation');
		expect(facts).toMatchObject({
			extension: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
			variables: { IP_TRUST_PROXY: 1, EXTENSIONS_MUST_LOAD: true },
			lifetimes: { accessToken: 300, session: 604_800, grace: 60 },
			address: { peer: '127.0.0.1', forwarded: [] }
		});
		expect(Object.keys(facts.variables).join()).not.toMatch(/SECRET|PASSWORD|KEY/);
		expect(JSON.stringify(facts)).not.toContain('whsec_');
	});
});

test('/installation returns the peer of a request and its claimed address', async () => {
	const { address } = await asAdministrator<Installation>('/installation', {
		outside: true,
		headers: { 'x-forwarded-for': '203.0.113.7, 198.51.100.9' }
	});
	expect(address).toEqual({
		believed: '198.51.100.9',
		peer: '127.0.0.1',
		forwarded: ['203.0.113.7', '198.51.100.9']
	});
});

test('/installation checks the mail server without sending an email', async () => {
	const options = { method: 'POST', body: {} };
	expect(await asAdministrator('/installation/mail', options)).toEqual({
		outcome: 'ready'
	});
});

test('/installation sends each address of the app an event that it accepts', async () => {
	const options = { method: 'POST' };
	const deliveries = await asAdministrator<Delivery[]>('/installation/events', options);
	expect(deliveries).toMatchObject([{ status: 204 }]);
});
