import { randomUUID } from 'node:crypto';
import type { Directus } from '../support/directus.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { account, expect, notice, test } from './journey.ts';

const PASSWORD = 'a long password';
let email: string;

test.beforeEach(() => {
	email = `${randomUUID()}@example.com`;
});

test('a double click on the button makes one account', async ({ page, directus }) => {
	await page.goto('/signup?redirectedFrom=%2Farticles');
	await page.getByLabel('Email address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Create an account' }).dblclick();

	await expect(page).toHaveURL('/articles');
	await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
	expect(await directus.clearLater(email)).toHaveLength(1);
});

// settings apply to the whole site, so no other test may register meanwhile
test.describe('where addresses are verified', { lock: '-exclusive-' }, () => {
	test.beforeEach(({ directus }) => verifyAddresses(directus, true));
	test.afterEach(({ directus }) => verifyAddresses(directus, false));

	test('the email leads to a password, and back to the article', async ({ page, directus }) => {
		const article = await directus.makeArticle({ audience: 'members' });
		await page.goto(article.path);
		await page.getByRole('main').getByRole('link', { name: 'Join free' }).click();
		await expect(page.getByRole('heading', { name: 'Join' })).toBeVisible();
		await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
		await page.getByLabel('Email address').fill(email);
		await page.getByLabel('First name').fill('Ada');
		await page.getByRole('button', { name: 'Create an account' }).click();
		await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
		await expect(page.getByRole('main')).toContainText(email);
		await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
		expect(await directus.clearLater(email)).toHaveLength(1);

		const link = linkIn(await mailTo(email));
		// programs that look at links in mails open them too
		await page.goto(link.href);
		await page.goto(link.href);
		await expect(page.getByRole('heading', { name: 'Activate your account' })).toBeVisible();
		await page.getByLabel('Password', { exact: true }).fill('short');
		await page.getByRole('button', { name: 'Activate account' }).click();
		await expect(page.getByRole('alert')).toContainText('8 to 128 characters');
		await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
		await page.getByRole('button', { name: 'Activate account' }).click();

		await expect(page).toHaveURL(article.path);
		await expect(notice(page)).toContainText('Welcome!');
		await expect(page.getByText(article.words)).toBeVisible();
		await expect(account(page)).toContainText('Ada');
	});
});

function verifyAddresses(directus: Directus, on: boolean): Promise<void> {
	return directus.send('PATCH', '/settings', { public_registration_verify_email: on });
}
