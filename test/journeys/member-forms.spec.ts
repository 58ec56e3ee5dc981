import { Browser } from '../support/browser.ts';
import type { Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { expect, fillInSignIn, test } from './journey.ts';
import type { Context } from './tab.ts';

/** Signs a person in in another tab of the same browser. */
async function signInOnAnotherSite(context: Context, person: Person): Promise<void> {
	const { cookies } = await Browser.signedIn(person);
	const [name, value] = ['access_token', cookies.get('access_token') ?? ''];
	const refreshing = ['refresh_token', cookies.get('refresh_token') ?? ''] as const;
	await context.addCookies(
		[[name, value] as const, refreshing].map(([name, value]) => ({
			name,
			value,
			url: installation.url,
			httpOnly: true,
			sameSite: 'Strict' as const
		}))
	);
}

test('C18 a profile form that one person opened is not saved for another', async ({
	page,
	context,
	directus,
	signIn
}) => {
	await signIn();
	await page.goto('/profile');
	const name = page.getByLabel('First name');
	await name.fill('Grace');
	const other = await directus.makePerson({ first_name: 'Mary' });
	await signInOnAnotherSite(context, other);
	await page.getByRole('button', { name: 'Save' }).click();

	await expect(page.getByRole('alert')).toContainText(`You are signed in as ${other.email} now`);
	await expect(name).toHaveValue('Grace');
	await page.goto('/profile');
	await expect(name).toHaveValue('Mary');
});

test('C19 input is restored after signing in again', async ({ page, context, signIn, person }) => {
	await signIn();
	await page.goto('/profile');
	const name = page.getByLabel('First name');
	await name.fill('Grace');
	await context.clearCookies();
	await page.getByRole('button', { name: 'Save' }).click();

	await expect(page.getByRole('alert')).toContainText('what you typed comes back');
	const runsScripts = await page
		.locator('html')
		.evaluate(({ dataset }) => dataset.scripted !== undefined);
	await fillInSignIn(page, { ...person, password: 'wrong' });
	await expect(page.getByRole('alert')).toContainText('That email and password don’t match.');
	await fillInSignIn(page, person);
	if (!runsScripts) await page.getByRole('button', { name: 'Go on' }).click();

	await expect(page.getByRole('alert')).toContainText('not saved yet');
	await expect(name).toHaveValue('Grace');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('status')).toContainText('Your changes have been saved.');
	await expect(name).toHaveValue('Grace');
});
