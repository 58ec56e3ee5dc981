import type { Person } from '../test/directus.ts';
import { canMakeCertificates } from '../test/faults/tls-relay.ts';
import { account, expect, fillInSignIn, test as base } from './journey.ts';
import { type SecureSite, secureSite } from './secure-site.ts';
import type { Tab } from './tab.ts';

/** A page that the browser kept as it was (bfcache) is not loaded again. */
const RESTORED = { waitUntil: 'commit' } as const;

const test = base.extend<object, { secure: SecureSite }>({
	secure: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads there which fixtures it needs
		async ({}, use) => {
			const site = await secureSite();
			await use(site);
			await site.stop();
		},
		{ scope: 'worker' }
	]
});

// Playwright turns that off; people's browsers have it
test.use({
	launchOptions: async ({ launchOptions }, use) => {
		await use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
	}
});

test('C06 after signing out, back and forward show no page of the member', async ({
	page,
	person,
	drivenBy,
	javaScriptEnabled
}) => {
	test.skip(
		drivenBy === 'webkit' && !javaScriptEnabled,
		'WebKit keeps pages on plain http although they are no-store, and only a script could hide them'
	);
	await signOutAndGoBack(page, person);
});

test.describe('on https', () => {
	test.skip(!canMakeCertificates, 'a certificate is made by openssl, which is not here');
	test.use({ baseURL: ({ secure }, use) => use(secure.url) });

	test('C06 after signing out on https, back and forward show no page of the member', async ({
		page,
		person
	}) => {
		await signOutAndGoBack(page, person);
	});
});

test('signing out in one tab shows in the others at their next navigation', async ({
	page,
	context,
	signIn
}) => {
	await signIn();
	const [articles, other] = [await context.newPage(), await context.newPage()];
	await articles.goto('/articles');
	await other.goto('/articles');
	await expect(account(articles)).toContainText('Ada');

	await page.goto('/');
	await account(page).getByRole('button', { name: 'Sign out' }).click();
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();

	await articles.getByRole('banner').getByRole('link', { name: 'Portico' }).click();
	await expect(account(articles).getByRole('link', { name: 'Sign in' })).toBeVisible();
	await account(other).getByRole('link', { name: 'Ada' }).click();
	await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await expect(other).toHaveURL('/signin?redirectedFrom=%2Fprofile');
});

test('the page for signing out asks first', async ({ page, signIn }) => {
	await signIn();
	await page.goto('/logout');
	await expect(account(page)).toContainText('Ada');
	await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL('/');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
});

async function signOutAndGoBack(page: Tab, person: Person): Promise<void> {
	await page.goto('/signin?redirectedFrom=%2Farticles');
	await fillInSignIn(page, person);
	await expect(page).toHaveURL('/articles');
	await page.goto('/profile');
	await expect(page.getByRole('main')).toContainText(person.email);
	await account(page).getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL('/');

	await page.goBack(RESTORED);
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await expect(page.getByText(person.email)).toHaveCount(0);
	await page.goBack(RESTORED);
	await expect(page).toHaveURL('/articles');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	await page.goForward(RESTORED);
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}
