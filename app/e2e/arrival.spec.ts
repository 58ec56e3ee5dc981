import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installation } from '../test/installation.ts';
import { account, expect, fillInSignIn, test as base } from './journey.ts';
import { type RecordedSite, recordSite } from './recorder.ts';
import type { Tab } from './tab.ts';

/** The address of a page on another site with a link to this path here. */
type LinkFromElsewhere = (path: string) => string;

/** The other name of this machine, which is another site to browsers. */
const ELSEWHERE = new URL(installation.url).hostname === 'localhost' ? '127.0.0.1' : 'localhost';

/** A page that the browser kept as it was (bfcache) is not loaded again. */
const RESTORED = { waitUntil: 'commit' } as const;

type Follow = (page: Tab, elsewhere: string) => Promise<void>;

interface Fixtures {
	linkFromElsewhere: LinkFromElsewhere;
	/** Follows the link on a page elsewhere; what this site is asked for from then on is in `site.navigations()`. */
	follow: Follow;
}

const test = base.extend<Fixtures, { site: RecordedSite }>({
	site: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads there which fixtures it needs
		async ({}, use) => {
			const site = await recordSite();
			await use(site);
			await site.stop();
		},
		{ scope: 'worker' }
	],
	baseURL: ({ site }, use) => use(site.url),
	follow: ({ site }, use) =>
		use(async (page, elsewhere) => {
			await page.goto(elsewhere);
			site.forget();
			await page.getByRole('link', { name: 'A link' }).click();
		}),
	linkFromElsewhere: async ({ site }, use) => {
		const elsewhere = createServer((request, response) => {
			const path = new URL(request.url ?? '/', `http://${ELSEWHERE}`).searchParams.get('to');
			response.setHeader('content-type', 'text/html; charset=utf-8');
			// Playwright does not notice that Firefox went back to a page it kept (bfcache); plain-browsers.spec.ts does
			response.setHeader('cache-control', 'no-store');
			response.end(`<title>Elsewhere</title><a href="${site.url}${path}">A link</a>`);
		}).listen(0, ELSEWHERE);
		await once(elsewhere, 'listening');
		const { port } = elsewhere.address() as AddressInfo; // it listens on TCP
		await use((path) => `http://${ELSEWHERE}:${port}/?to=${encodeURIComponent(path)}`);
		elsewhere.closeAllConnections();
		elsewhere.close();
	}
});

for (const path of ['/profile?from=mail', '/articles?from=mail', '/']) {
	test(`N05 a member who follows a link from another site to ${path} is a member here`, async ({
		page,
		signIn,
		linkFromElsewhere,
		follow,
		site
	}) => {
		await signIn();
		const elsewhere = linkFromElsewhere(path);
		await follow(page, elsewhere);
		await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
		await expect(page).toHaveURL(path);
		expect(site.navigations()).toEqual([path, path]);

		await page.goBack(RESTORED);
		await expect(page).toHaveURL(elsewhere);
		await page.goForward(RESTORED);
		await expect(page).toHaveURL(path);
		await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
	});
}

test('N05 a link into the middle of a page lets a member in', async ({
	page,
	signIn,
	linkFromElsewhere,
	follow,
	site
}) => {
	await signIn();
	await follow(page, linkFromElsewhere('/profile?from=mail#first_name'));
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
	expect(site.navigations()).toEqual(['/profile?from=mail', '/profile?from=mail']);
});

test('N05 and keeps its place in the page @scripts', async ({
	page,
	signIn,
	linkFromElsewhere,
	follow
}) => {
	await signIn();
	const elsewhere = linkFromElsewhere('/profile?from=mail#first_name');
	await follow(page, elsewhere);
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
	await expect(page).toHaveURL('/profile?from=mail#first_name');
	await page.goBack(RESTORED);
	await expect(page).toHaveURL(elsewhere);
});

test('N06 a guest who follows a link from another site is a guest at once', async ({
	page,
	linkFromElsewhere,
	follow,
	site
}) => {
	await follow(page, linkFromElsewhere('/articles?from=mail#list'));
	await expect(page).toHaveURL('/articles?from=mail#list');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	expect(site.navigations()).toEqual(['/articles?from=mail']);
});

test('N06 a guest who follows a link to a protected page signs in and lands on it', async ({
	page,
	person,
	linkFromElsewhere,
	follow,
	site
}) => {
	await follow(page, linkFromElsewhere('/profile?from=mail'));
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	expect(site.navigations()).toEqual([
		'/profile?from=mail',
		'/signin?redirectedFrom=%2Fprofile%3Ffrom%3Dmail'
	]);
	await fillInSignIn(page, person);
	await expect(page).toHaveURL('/profile?from=mail');
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
});

test('N06 who has a session that ended elsewhere is asked to sign in, without a loop', async ({
	page,
	context,
	directus,
	person,
	signIn,
	linkFromElsewhere,
	follow,
	site
}) => {
	await signIn();
	await directus.send('PATCH', `/users/${person.id}`, { status: 'suspended' });
	await context.clearCookies({ name: /access_token$/ });
	await follow(page, linkFromElsewhere('/profile?from=mail'));
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	const signInPath = '/signin?redirectedFrom=%2Fprofile%3Ffrom%3Dmail';
	expect(site.navigations()).toEqual(['/profile?from=mail', '/profile?from=mail', signInPath]);
});
