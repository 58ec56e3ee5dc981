import { linkIn, mailTo } from '../test/mailbox.ts';
import { expect, fillInSignIn, notice, test } from './journey.ts';

test('a forgotten password is set anew through the mailbox', async ({ page, person }) => {
	const password = 'a password that is new';
	await page.goto('/signin');
	await page.getByRole('link', { name: 'Forgot your password?' }).click();
	await page.getByLabel('E-mail address').fill(person.email);
	await page.getByRole('button', { name: 'Send me a link' }).click();
	await expect(page.getByRole('heading', { name: 'Look into your mailbox' })).toBeVisible();

	const link = linkIn(await mailTo(person.email));
	await page.goto(link.href);
	await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
	await page.getByLabel('New password').fill('short');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByRole('alert')).toContainText('8 to 128 characters');
	await page.getByLabel('New password').fill(password);
	await page.getByRole('button', { name: 'Save the password' }).click();

	await expect(page).toHaveURL('/signin');
	await expect(notice(page)).toContainText('Your password is changed.');
	await fillInSignIn(page, person);
	await expect(page.getByRole('alert')).toContainText('The address or the password is wrong.');
	await fillInSignIn(page, { ...person, password });
	await expect(page).toHaveURL('/profile');

	await page.goto(link.href);
	await page.getByLabel('New password').fill('yet another password');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByRole('alert')).toContainText('was used before or has run out');
});
