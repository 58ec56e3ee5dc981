import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

const PASSWORD = 'long enough';

test.each([
	['an apostrophe', (id: string) => `o'brien-${id}@example.com`],
	['an ampersand', (id: string) => `r&d-${id}@example.com`],
	['an umlaut', (id: string) => `Müller-${id}@example.com`],
	['a capital letter beyond ASCII', (id: string) => `ÄB-${id}@example.com`],
	['a domain in punycode', (id: string) => `${id}@xn--mller-kva.com`],
	['a domain with two hyphens', (id: string) => `${id}@a--b.com`]
])('a person whose address has %s joins, signs in and recovers', async (_what, address) => {
	const email = address(randomUUID());
	const joined = await new Browser().submit('/signup?/register', { email, password: PASSWORD });
	expect(joined.status).toBe(303);
	expect(await directus.clearLater(email)).toHaveLength(1);

	for (const spelling of [email, email.toUpperCase(), email.toLowerCase()]) {
		const { status } = await new Browser().signIn({ email: spelling, password: PASSWORD });
		expect(status, spelling).toBe(303);
	}

	const answer = await new Browser().submit('/forgot-password', { email });
	expect(answer.status).toBe(200);
	const { pathname, searchParams } = linkIn(await mailTo(email.toLowerCase()));
	const fields = { token: searchParams.get('token') ?? '', password: 'another long one' };
	expect((await new Browser().submit(pathname, fields)).status).toBe(303);
	const { status } = await new Browser().signIn({ email, password: fields.password });
	expect(status).toBe(303);
});
