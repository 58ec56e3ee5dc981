import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

const PASSWORD = 'long enough';

test('an invitation links to the page of the site that accepts it; its token opens the account in Studio too', async () => {
	const email = `${randomUUID()}@example.com`;
	const invitation = { email, role: editor.id };
	const elsewhere = { ...invitation, invite_url: `${installation.url}/accept-invite` };
	await expect(directus.send('POST', '/users/invite', elsewhere)).rejects.toThrow('400');

	await directus.send('POST', '/users/invite', invitation);
	await directus.clearLater(email);
	const link = linkIn(await mailTo(email));
	expect(link.origin + link.pathname).toBe(`${installation.url}/accept-invite`);
	expect((await fetch(link)).status).toBe(200);

	// as the page of Studio does, which knows no more than the token
	const accepted = await fetch(`${installation.directusUrl}/users/invite/accept`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ token: link.searchParams.get('token'), password: PASSWORD })
	});
	expect(accepted.status).toBe(204);
	expect((await new Browser().signIn({ email, password: PASSWORD })).status).toBe(303);
});

test('the token of an invitation also opens the account on the site', async () => {
	const email = `${randomUUID()}@example.com`;
	await directus.send('POST', '/users/invite', { email, role: editor.id });
	await directus.clearLater(email);
	const token = linkIn(await mailTo(email)).searchParams.get('token') ?? '';

	const path = `/accept-invite?token=${token}`;
	const weak = await new Browser().submit(path, { token, password: 'short' });
	expect(weak.status).toBe(422);
	const browser = new Browser();
	expect((await browser.submit(path, { token, password: PASSWORD })).status).toBe(303);
	expect((await browser.visit('/profile')).body).toContain(email);
	const again = await new Browser().submit(path, { token, password: 'another one' });
	expect(again.status).toBe(403);
});
