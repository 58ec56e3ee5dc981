import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { callDirectus, makePerson } from '../support/directus-api.ts';

const SITE = process.env.PORTICO_TEST_URL ?? '';
const LINKS = { reset_url: `${SITE}/reset-password`, opening_url: `${SITE}/verify-email?a=b` };

const recover = (body: object, outside = false) =>
	callDirectus('/portico/recovery', { body, outside });

test('C11 recovery links nowhere but to the pages of the site, for known and unknown addresses', async () => {
	for (const links of [
		{ ...LINKS, opening_url: 'https://evil.example/verify-email' },
		{ ...LINKS, opening_url: `${SITE}/verify-email/../elsewhere` },
		{ ...LINKS, opening_url: 'no address' },
		{ reset_url: LINKS.reset_url },
		{ opening_url: LINKS.opening_url }
	]) {
		// an address gets three mails
		const { email } = await makePerson({ status: 'invited' });
		for (const address of [email, `${randomUUID()}@example.com`]) {
			const { status, code } = await recover({ email: address, ...links });
			expect([status, code], JSON.stringify(links)).toEqual([400, 'INVALID_PAYLOAD']);
		}
	}
	const foreignLinks = { ...LINKS, reset_url: 'https://evil.example/reset-password' };
	const active = await makePerson({});
	expect((await recover({ email: active.email, ...foreignLinks })).status).toBe(400);
});

test('C11 recovery answers the app the same for every address, and no other client', async () => {
	const statuses = ['active', 'invited', 'unverified', 'suspended'];
	const people = await Promise.all(statuses.map((status) => makePerson({ status })));
	const addresses = [...people.map(({ email }) => email), `${randomUUID()}@example.com`, '!', 'ä@'];
	for (const email of addresses) {
		const { status, body } = await recover({ email, ...LINKS });
		expect([status, body], email).toEqual([204, {}]);
		expect((await recover({ email, ...LINKS }, true)).status).toBe(403);
	}
});
