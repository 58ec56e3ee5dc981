import type { Person } from '../support/directus.ts';
import { account, expect, fillInSignIn } from './journey.ts';
import type { Tab } from './tab.ts';

/** A page that the browser kept as it was (bfcache) is not loaded again. */
const RESTORED = { waitUntil: 'commit' } as const;

/** Signs out on a page of a member, and expects no such page on the way back and forward. */
export async function signOutAndGoBack(page: Tab, person: Person): Promise<void> {
	await page.goto('/signin?redirectedFrom=%2Farticles');
	await fillInSignIn(page, person);
	await expect(page).toHaveURL('/articles');
	await expect(account(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
	await page.goto('/profile');
	await expect(page.getByRole('main')).toContainText(person.email);
	await account(page).getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL('/');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();

	await page.goBack(RESTORED);
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await expect(page.getByText(person.email)).toHaveCount(0);
	await page.goBack(RESTORED);
	await expect(page).toHaveURL('/articles');
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	await page.goForward(RESTORED);
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}
