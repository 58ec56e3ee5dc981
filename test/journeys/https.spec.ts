import { canMakeCertificates } from '../support/tls-relay.ts';
import { test } from './arrivals.ts';
import { account, expect, fillInSignIn } from './journey.ts';
import { signOutAndGoBack } from './signing-out.ts';

// Cookies have other names and attributes there, and browsers keep other pages.
test.use({
	secure: true,
	// Playwright turns that off; people's browsers have it
	launchOptions: async ({ launchOptions }, use) => {
		await use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
	}
});
test.skip(!canMakeCertificates, 'a certificate is made by openssl, which is not here');

test('C06 after signing out on https, back and forward show no page of the member', async ({
	page,
	person
}) => {
	await signOutAndGoBack(page, person);
});

test('N05 a member who follows a link from another site to a page on https is a member there', async ({
	page,
	person,
	linkFromOtherSite,
	follow,
	site
}) => {
	await page.goto('/signin?redirectedFrom=%2Farticles');
	await fillInSignIn(page, person);
	await expect(page).toHaveURL('/articles');
	const otherSite = linkFromOtherSite('/profile?from=mail');
	await follow(page, otherSite);
	await expect(page.getByLabel('First name')).toHaveValue('Ada');
	await expect(page).toHaveURL('/profile?from=mail');
	expect(site.navigations()).toEqual(['/profile?from=mail', '/profile?from=mail']);

	await page.goBack({ waitUntil: 'commit' });
	await expect(page).toHaveURL(otherSite);
	await page.goForward({ waitUntil: 'commit' });
	await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
});
