import { account, expect, fillInSignIn, notice, test } from './journey.ts';
import type { Element, Tab } from './tab.ts';

const MAX_TAB_STOPS = 100;

test('signing in and out needs no mouse', async ({ page, person }) => {
	await page.goto('/articles');
	await tabTo(page, account(page).getByRole('link', { name: 'Sign in' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

	await tabTo(page, page.getByLabel('Email address'));
	await page.keyboard.type(person.email);
	await page.keyboard.press('Tab');
	await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
	await page.keyboard.type(person.password);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/articles');

	await tabTo(page, account(page).getByRole('button', { name: 'Sign out' }));
	await page.keyboard.press('Enter');
	await expect(notice(page)).toContainText('You are signed out.');
});

test('the first tab stop of every page skips to the content', async ({ page, signIn }) => {
	await signIn();
	for (const path of ['/', '/articles', '/profile', '/nowhere']) {
		await page.goto(path);
		await page.keyboard.press('Tab');
		const skip = page.getByRole('link', { name: 'Skip to main content' });
		await expect(skip).toBeFocused();
		await expect(skip).toBeInViewport();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('main')).toBeFocused();
	}
});

test('every tab stop has a visible focus', async ({ page }) => {
	await page.goto('/');
	await tabTo(page, null);
});

test('every tab stop of a form with errors has a visible focus', async ({ page, person }) => {
	await page.goto('/signin');
	await fillInSignIn(page, { ...person, password: 'wrong' });
	await expect(page.getByRole('alert')).toBeVisible();
	await tabTo(page, null);
});

test('a form with errors focuses the first of them @scripts', async ({ page, person }) => {
	await page.goto('/signin');
	const email = page.getByLabel('Email address');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page).toHaveTitle(/^Error: /);
	await expect(email).toBeFocused();
	await expect(email).toHaveAccessibleDescription('Enter your email address.');

	await email.fill(person.email);
	await page.keyboard.press('Enter');
	const password = page.getByLabel('Password', { exact: true });
	await expect(password).toBeFocused();
	await expect(password).toHaveAccessibleDescription('Enter your password.');

	await password.fill('wrong');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('That email and password don’t match.');
	await expect(page.getByRole('alert').locator('[tabindex]')).toBeFocused();
});

/** Presses Tab until the target has the focus, or past the last stop of the page; each stop has to show that it is one. */
async function tabTo(page: Tab, target: Element | null): Promise<void> {
	for (let stops = 0; stops < MAX_TAB_STOPS; stops++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(() => {
			const element = document.activeElement ?? document.body;
			// where a link is larger than its words, the area around them shows it
			const outlines = [undefined, '::after'].map(
				(part) => getComputedStyle(element, part).outlineStyle
			);
			return { element: element.outerHTML, outlines, isLast: element === document.body };
		});
		if (stop.isLast) break;
		expect(stop.outlines, stop.element).toContain('solid');
		if (await target?.evaluate((element) => element === document.activeElement)) return;
	}
	expect(target, 'the keyboard leads there').toBeNull();
}
