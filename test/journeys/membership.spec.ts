import { randomUUID } from 'node:crypto';
import { account, expect, fillInSignIn, notice, test } from './journey.ts';

test('H09 a guest becomes a member from the wall of an article, and returns to bookmark it', async ({
	page,
	directus
}) => {
	const article = await directus.makeArticle({ audience: 'members' });
	const email = `${randomUUID()}@example.com`;
	const password = 'a long password';

	await test.step('a guest sees what the article is about, and a way in', async () => {
		await page.goto(article.path);
		await expect(page.getByRole('heading', { name: article.title })).toBeVisible();
		await expect(page.getByText(article.summary)).toBeVisible();
		await expect(page.getByText(article.words)).toHaveCount(0);
		await page.getByRole('main').getByRole('link', { name: 'Join free' }).click();
	});

	await test.step('registering leads back to it, signed in', async () => {
		await page.getByLabel('Email address').fill(`  ${email} `);
		await page.getByLabel('Password', { exact: true }).fill(password);
		await page.getByRole('button', { name: 'Create an account' }).click();
		await expect(page).toHaveURL(article.path);
		await expect(notice(page)).toContainText('Welcome!');
		await expect(page.getByText(article.words)).toBeVisible();
		expect(await directus.clearLater(email)).toHaveLength(1);
	});

	await test.step('reloading keeps it so, and the notice is gone', async () => {
		await page.reload();
		await expect(page.getByText(article.words)).toBeVisible();
		await expect(notice(page)).not.toContainText('Welcome!');
	});

	await test.step('the profile changes the name, and says so', async () => {
		await account(page).getByRole('link', { name: email }).click();
		await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible();
		await expect(page.getByRole('main')).toContainText(email);
		await page.getByLabel('First name').fill('Grace');
		await page.getByLabel('Last name').fill('Hopper');
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(notice(page)).toContainText('Your changes have been saved.');
		await expect(page.getByLabel('First name')).toHaveValue('Grace');
		await expect(account(page)).toContainText('Grace');
	});

	await test.step('signing out is one button, and says so', async () => {
		await account(page).getByRole('button', { name: 'Sign out' }).click();
		await expect(page).toHaveURL('/');
		await expect(notice(page)).toContainText('You are signed out.');
		await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	});

	await test.step('a bookmark of a protected page asks to sign in, and then shows it', async () => {
		await page.goto('/profile?from=bookmark&tab=names');
		await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
		await fillInSignIn(page, { email, password });
		await expect(page).toHaveURL('/profile?from=bookmark&tab=names');
		await expect(notice(page)).toContainText('You are signed in.');
		await expect(page.getByLabel('Last name')).toHaveValue('Hopper');
	});
});

test('a premium article shows a member the wall', async ({ page, directus, signIn }) => {
	const article = await directus.makeArticle({ audience: 'premium' });
	await signIn();
	await page.goto(article.path);
	await expect(page.getByRole('heading', { name: 'premium members' })).toBeVisible();
	await expect(page.getByText(article.words)).toHaveCount(0);
	await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toHaveCount(0);
});
