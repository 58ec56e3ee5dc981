import { randomUUID } from 'node:crypto';
import { account, expect, fillInSignIn, test } from './journey.ts';

const DEEP = '/profile?tab=names&from=mail';

test('the return path survives failed attempts', async ({ page, person }) => {
	await page.goto(DEEP);
	await fillInSignIn(page, { ...person, password: 'wrong' });
	await expect(page.getByRole('alert')).toContainText('That email and password don’t match.');
	await expect(page.getByLabel('Email address')).toHaveValue(person.email);
	await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');

	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('alert')).toContainText('Enter your password.');
	await fillInSignIn(page, person);
	await expect(page).toHaveURL(DEEP);
});

test('the return path survives the links between sign-in, sign-up and recovery', async ({
	page,
	person
}) => {
	await page.goto(DEEP);
	const main = page.getByRole('main');
	await main.getByRole('link', { name: 'Create an account' }).click();
	await expect(page.getByRole('heading', { name: 'Join' })).toBeVisible();
	await main.getByRole('link', { name: 'Sign in' }).click();
	await main.getByRole('link', { name: 'Forgot your password?' }).click();
	await expect(page.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
	await main.getByRole('link', { name: 'Back to sign in' }).click();
	await fillInSignIn(page, person);
	await expect(page).toHaveURL(DEEP);
});

test('the return path survives a registration with a registered address', async ({
	page,
	person
}) => {
	await page.goto(DEEP);
	await page.getByRole('main').getByRole('link', { name: 'Create an account' }).click();
	await expect(page.getByRole('heading', { name: 'Join' })).toBeVisible();
	await page.getByLabel('Email address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill('another password');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByRole('alert')).toContainText('There may be one with this address');
	await page.getByRole('alert').getByRole('link', { name: 'sign in' }).click();
	await fillInSignIn(page, person);
	await expect(page).toHaveURL(DEEP);
});

test('the return path survives the links in the header, and a password that is too weak', async ({
	page,
	directus
}) => {
	const article = await directus.makeArticle({ audience: 'members' });
	const email = `${randomUUID()}@example.com`;
	await page.goto(`${article.path}?from=mail`);
	await account(page).getByRole('link', { name: 'Sign in' }).click();
	await account(page).getByRole('link', { name: 'Join' }).click();
	await expect(page.getByRole('heading', { name: 'Join' })).toBeVisible();
	await page.getByLabel('Email address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill('short');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByRole('alert')).toContainText('8 to 128 characters');
	await page.getByLabel('Password', { exact: true }).fill('long enough now');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page).toHaveURL(`${article.path}?from=mail`);
	await expect(page.getByText(article.words)).toBeVisible();
	await directus.clearLater(email);
});

test('the return path is followed at once when a member opens the sign-in page', async ({
	page,
	signIn
}) => {
	await signIn();
	for (const door of ['/signin', '/signup']) {
		await page.goto(`${door}?redirectedFrom=${encodeURIComponent(DEEP)}`);
		await expect(page).toHaveURL(DEEP);
		await expect(page.getByLabel('First name')).toHaveValue('Ada');
	}
	await page.goto('/signin');
	await expect(page).toHaveURL('/profile');
});

test('the return path may have characters beyond ASCII', async ({ page, directus, person }) => {
	const slug = `größe-${randomUUID()}-überdacht`;
	const article = await directus.makeArticle({ audience: 'members', slug });
	await page.goto(`${article.path}?straße=ß`);
	await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
	await fillInSignIn(page, person);
	await expect(page).toHaveURL(`${encodeURI(article.path)}?stra%C3%9Fe=%C3%9F`);
	await expect(page.getByText(article.words)).toBeVisible();
});

test('N02 the return path never leaves the site', async ({ page, person }) => {
	for (const back of [
		'//evil.example',
		'/\\evil.example',
		'https://evil.example',
		'/.//evil.example'
	]) {
		await page.goto(`/signin?redirectedFrom=${encodeURIComponent(back)}`);
		await fillInSignIn(page, person);
		await expect(page).toHaveURL('/profile');
		await account(page).getByRole('button', { name: 'Sign out' }).click();
		await expect(page).toHaveURL('/');
	}
});

test('the return path keeps its fragment over failed attempts and other links @scripts', async ({
	page,
	directus,
	person
}) => {
	const { path } = await directus.makeArticle({ audience: 'members' });
	await page.goto(`${path}#comments`);
	await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
	await fillInSignIn(page, { ...person, password: 'wrong' });
	await expect(page.getByRole('alert')).toContainText('That email and password don’t match.');
	const main = page.getByRole('main');
	await main.getByRole('link', { name: 'Create an account' }).click();
	await expect(page.getByRole('heading', { name: 'Join' })).toBeVisible();
	await main.getByRole('link', { name: 'Sign in' }).click();
	await fillInSignIn(page, person);
	await expect(page).toHaveURL(`${path}#comments`);
});

test('the return path gets no fragment of an intermediate page @scripts', async ({
	page,
	person
}) => {
	await page.goto(DEEP);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('alert').getByRole('link', { name: 'Enter your password.' }).click();
	await expect(page).toHaveURL(/#password$/);
	await fillInSignIn(page, person);
	await expect(page).toHaveURL(DEEP);
});
