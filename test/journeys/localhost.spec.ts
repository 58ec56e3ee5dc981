import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Browser } from '../support/browser.ts';
import { installation } from '../support/installation-under-test.ts';
import { expect, fillInSignIn, test } from './journey.ts';

const DEEP = '/profile?tab=names&from=mail';

test('a session from 127.0.0.1 needs one sign-in at localhost, which returns to the page', async ({
	page,
	person
}) => {
	const { port } = new URL(installation.url);
	// cookies belong to a host at all its ports
	const { headers } = await new Browser().signIn(person);
	const earlier = createServer((_, response) => {
		const cookies = headers.getSetCookie().filter((cookie) => !cookie.startsWith('notice='));
		response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': cookies });
		response.end('<title>An earlier release</title>');
	}).listen(0, '127.0.0.1');
	await once(earlier, 'listening');
	await page.goto(`http://127.0.0.1:${(earlier.address() as AddressInfo).port}`); // it listens on TCP
	earlier.closeAllConnections();
	earlier.close();

	await page.goto(`http://127.0.0.1:${port}${DEEP}`);
	await expect(page).toHaveURL(`/signin?redirectedFrom=${encodeURIComponent(DEEP)}`);
	await fillInSignIn(page, person);
	await expect(page).toHaveURL(DEEP);

	await page.goto(`http://127.0.0.1:${port}/profile`);
	await expect(page).toHaveURL('/profile');
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
});
