import { test } from './arrivals.ts';
import { account, expect, fillInSignIn } from './journey.ts';

/** A page that the browser kept as it was (bfcache) is not loaded again. */
const RESTORED = { waitUntil: 'commit' } as const;

for (const path of ['/profile?from=mail', '/articles?from=mail', '/']) {
	test(`N05 a member who follows a link from another site to ${path} is a member here`, async ({
		page,
		signIn,
		linkFromOtherSite,
		follow,
		site
	}) => {
		await signIn();
		const otherSite = linkFromOtherSite(path);
		await follow(page, otherSite);
		await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
		await expect(page).toHaveURL(path);
		expect(site.navigations()).toEqual([path, path]);

		await page.goBack(RESTORED);
		await expect(page).toHaveURL(otherSite);
		await page.goForward(RESTORED);
		await expect(page).toHaveURL(path);
		await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
	});
}

for (const way of ['redirect', 'form'] as const) {
	test(`N05 a member whom a ${way} on another site sends to a page is a member there`, async ({
		page,
		signIn,
		linkFromOtherSite,
		follow,
		site
	}) => {
		await signIn();
		await follow(page, linkFromOtherSite('/profile?from=mail', way));
		await expect(page.getByLabel('First name')).toHaveValue('Ada');
		await expect(page).toHaveURL('/profile?from=mail');
		expect(site.navigations()).toEqual(['/profile?from=mail', '/profile?from=mail']);
	});
}

test('N05 a member whom a link on another site sends to a new tab is a member there', async ({
	page,
	person,
	signIn,
	linkFromOtherSite,
	follow,
	site
}) => {
	await signIn();
	await follow(page, linkFromOtherSite('/profile?from=mail', 'new tab'));
	await expect.poll(() => site.visits().at(-1)?.body).toContain(person.email);
	expect(site.navigations()).toEqual(['/profile?from=mail', '/profile?from=mail']);
});

test('N05 a browser that withholds its cookies twice shows the page as to a guest, with a link that lets the member in', async ({
	page,
	signIn,
	linkFromOtherSite,
	follow,
	site
}) => {
	await signIn();
	site.withholdTokens(2);
	await follow(page, linkFromOtherSite('/articles?from=mail'));
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	expect(site.navigations()).toEqual(['/articles?from=mail', '/articles?from=mail']);
	await page.getByRole('link', { name: 'Open it as a member' }).click();
	await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
	expect(site.navigations()).toHaveLength(3);
});

test('N05 a link into the middle of a page lets a member in', async ({
	page,
	signIn,
	linkFromOtherSite,
	follow,
	site
}) => {
	await signIn();
	await follow(page, linkFromOtherSite('/profile?from=mail#first_name'));
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
	expect(site.navigations()).toEqual(['/profile?from=mail', '/profile?from=mail']);
});

test('N05 a link into the middle of a page scrolls there @scripts', async ({
	page,
	signIn,
	linkFromOtherSite,
	follow
}) => {
	await signIn();
	await page.setViewportSize({ width: 480, height: 420 });
	const otherSite = linkFromOtherSite('/profile?from=mail#last_name');
	await follow(page, otherSite);
	await expect(page).toHaveURL('/profile?from=mail#last_name');
	await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
	await page.goBack(RESTORED);
	await expect(page).toHaveURL(otherSite);
});

test('N06 a guest who follows a link from another site is a guest at once', async ({
	page,
	linkFromOtherSite,
	follow,
	site
}) => {
	await follow(page, linkFromOtherSite('/articles?from=mail#list'));
	await expect(page).toHaveURL('/articles?from=mail#list');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	expect(site.navigations()).toEqual(['/articles?from=mail']);
});

test('N06 a guest who follows a link to a protected page signs in and lands on it', async ({
	page,
	person,
	linkFromOtherSite,
	follow,
	site
}) => {
	await follow(page, linkFromOtherSite('/profile?from=mail'));
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	expect(site.navigations()).toEqual([
		'/profile?from=mail',
		'/signin?redirectedFrom=%2Fprofile%3Ffrom%3Dmail'
	]);
	await fillInSignIn(page, person);
	await expect(page).toHaveURL('/profile?from=mail');
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
});

test('N06 a member whose session has ended is redirected to sign in, without a loop', async ({
	page,
	context,
	directus,
	person,
	signIn,
	linkFromOtherSite,
	follow,
	site
}) => {
	await signIn();
	await directus.send('PATCH', `/users/${person.id}`, { status: 'suspended' });
	await context.clearCookies({ name: /access_token$/ });
	await follow(page, linkFromOtherSite('/profile?from=mail'));
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	const signInPath = '/signin?redirectedFrom=%2Fprofile%3Ffrom%3Dmail';
	expect(site.navigations()).toEqual(['/profile?from=mail', '/profile?from=mail', signInPath]);
});
