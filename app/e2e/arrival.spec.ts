import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { installation } from '../test/installation.ts';
import { account, expect, test as base } from './journey.ts';

/** A page on another site (localhost is none of 127.0.0.1's) with a link to this one. */
const test = base.extend<{ linkFromElsewhere: (path: string) => Promise<string> }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads there which fixtures it needs
	linkFromElsewhere: async ({}, use) => {
		const servers: Server[] = [];
		await use(async (path) => {
			const server = createServer((_request, response) => {
				response.setHeader('content-type', 'text/html; charset=utf-8');
				response.end(`<title>Elsewhere</title><a href="${installation.url}${path}">A link</a>`);
			}).listen(0, 'localhost');
			await once(server, 'listening');
			servers.push(server);
			return `http://localhost:${(server.address() as AddressInfo).port}/`; // it listens on TCP
		});
		for (const server of servers) {
			server.closeAllConnections();
			server.close();
		}
	}
});

/** The navigations to this site from now on, by path and query. */
function visits(page: Page): string[] {
	const paths: string[] = [];
	page.on('request', (request) => {
		const { origin, pathname, search } = new URL(request.url());
		if (request.isNavigationRequest() && origin === installation.url) paths.push(pathname + search);
	});
	return paths;
}

for (const fragment of ['', '#end']) {
	test(`N05 a member who follows a link from another site is a member here${fragment}`, async ({
		page,
		directus,
		signIn,
		linkFromElsewhere
	}) => {
		const article = await directus.makeArticle({
			audience: 'members',
			body: '<p>A beginning.</p><p>An end.</p>'
		});
		await signIn();
		const path = `${article.path}?from=mail`;
		const elsewhere = await linkFromElsewhere(path + fragment);
		await page.goto(elsewhere);
		const seen = visits(page);
		await page.getByRole('link', { name: 'A link' }).click();

		await expect(page.getByText('An end.')).toBeVisible();
		await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
		await expect(page).toHaveURL((url) => url.pathname + url.search === path);
		expect(seen).toEqual([path, path]);

		await page.goBack();
		await expect(page).toHaveURL(elsewhere);
	});
}

test('N05 the fragment of the link is kept @scripts', async ({
	page,
	signIn,
	linkFromElsewhere
}) => {
	await signIn();
	await page.goto(await linkFromElsewhere('/profile#first_name'));
	await page.getByRole('link', { name: 'A link' }).click();
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
	await expect(page).toHaveURL('/profile#first_name');
});

test('N06 a guest who follows a link from another site is asked once, and signs in to it', async ({
	page,
	linkFromElsewhere
}) => {
	await page.goto(await linkFromElsewhere('/articles?page=1#list'));
	const seen = visits(page);
	await page.getByRole('link', { name: 'A link' }).click();
	await expect(page).toHaveURL('/articles?page=1#list');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	expect(seen).toEqual(['/articles?page=1']);
});

test('N06 a session that has ended elsewhere leads to sign in, without a loop', async ({
	page,
	context,
	directus,
	person,
	signIn,
	linkFromElsewhere
}) => {
	await signIn();
	await directus.send('PATCH', `/users/${person.id}`, { status: 'suspended' });
	await context.clearCookies({ name: 'access_token' });
	await page.goto(await linkFromElsewhere('/profile?a=b'));
	const seen = visits(page);
	await page.getByRole('link', { name: 'A link' }).click();
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	const signInPath = '/signin?redirectedFrom=%2Fprofile%3Fa%3Db';
	expect(seen).toEqual(['/profile?a=b', '/profile?a=b', signInPath]);
});
