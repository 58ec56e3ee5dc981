import { linkIn, mailTo } from '../support/mailbox.ts';
import { account, expect, fillInSignIn, notice, test } from './journey.ts';

const PASSWORD = 'a password that is new';

test('H09 a forgotten password is reset through an email', async ({ page, person, signIn }) => {
	const link = await test.step('the sign-in page leads to a mail', async () => {
		await page.goto('/signin');
		await page.getByRole('link', { name: 'Forgot your password?' }).click();
		await expect(page.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
		await page.getByLabel('Email address').fill(person.email);
		await page.getByRole('button', { name: 'Send me a link' }).click();
		await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
		return linkIn(await mailTo(person.email));
	});

	await test.step('opening its link changes nothing, however often', async () => {
		await page.goto(link.href);
		await page.goto(link.href);
		await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
		await signIn();
	});

	await test.step('a weak password is refused, a good one taken', async () => {
		await page.getByLabel('New password').fill('short');
		await page.getByRole('button', { name: 'Save the password' }).click();
		await expect(page.getByRole('alert')).toContainText('8 to 128 characters');
		await page.getByLabel('New password').fill(PASSWORD);
		await page.getByRole('button', { name: 'Save the password' }).click();
		await expect(notice(page)).toContainText('Your password has been changed.');
	});

	await test.step('sessions that began with the old one have ended', async () => {
		await expect(page).toHaveURL('/signin');
		await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	});

	await test.step('the old password opens nothing, the new one does', async () => {
		await fillInSignIn(page, person);
		await expect(page.getByRole('alert')).toContainText('That email and password don’t match.');
		await fillInSignIn(page, { ...person, password: PASSWORD });
		await expect(page).toHaveURL('/profile');
	});

	await test.step('the link works once', async () => {
		await page.goto(link.href);
		await page.getByLabel('New password').fill('yet another password');
		await page.getByRole('button', { name: 'Save the password' }).click();
		await expect(page.getByRole('alert')).toContainText('has already been used or has expired');
	});
});
