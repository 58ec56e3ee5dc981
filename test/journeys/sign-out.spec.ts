import { account, expect, test } from './journey.ts';
import { signOutAndGoBack } from './signing-out.ts';

// Playwright turns that off; people's browsers have it
test.use({
	launchOptions: async ({ launchOptions }, use) => {
		await use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
	}
});

// with scripts off, nothing can hide the page that WebKit keeps on plain http although it is no-store
test('C06 after signing out, back and forward show no page of the member @hidden', async ({
	page,
	person
}) => {
	await signOutAndGoBack(page, person);
});

test('signing out in one tab applies to the others at their next navigation', async ({
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
	await other.goto('/profile');
	await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await expect(other).toHaveURL('/signin?redirectedFrom=%2Fprofile');
});

test('the page for signing out requires a confirmation', async ({ page, signIn }) => {
	await signIn();
	await page.goto('/logout');
	await expect(account(page)).toContainText('Ada');
	await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL('/');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
});
