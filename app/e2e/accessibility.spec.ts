import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { account, expect, fillInSignIn, notice, test } from './journey.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const NARROWEST = { width: 320, height: 640 };

/** Pages that anybody may open, by what is in the demo content. */
const PUBLIC = [
	'/',
	'/articles',
	'/categories/places',
	'/about',
	'/forgot-password',
	'/reset-password?token=x',
	'/verify-email?token=x',
	'/logout',
	'/nowhere'
];
const GUESTS = [...PUBLIC, '/signin', '/signup'];
const MEMBERS = [...PUBLIC, '/profile'];

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Looks at a page by day and by night, on a phone and on a desk. */
async function inspect(page: Page) {
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const [screen, size] of Object.entries(SCREENS)) {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize(size);
			const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
			const found = violations.flatMap(({ id, nodes }) =>
				nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)
			);
			expect(found, `${page.url()} ${colorScheme} ${screen}`).toEqual([]);
		}
	}
	await page.setViewportSize(NARROWEST);
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	expect(width, `${page.url()} at ${NARROWEST.width} px`).toBeLessThanOrEqual(NARROWEST.width);
}

for (const path of GUESTS) {
	test(`everybody can use ${path} as a guest @scripts`, async ({ page }) => {
		await page.goto(path);
		await inspect(page);
	});
}

for (const path of MEMBERS) {
	test(`everybody can use ${path} as a member @scripts`, async ({ page, signIn }) => {
		await signIn();
		await page.goto(path);
		await inspect(page);
	});
}

for (const audience of ['public', 'members', 'premium']) {
	test(`everybody can use an article for ${audience} @scripts`, async ({
		page,
		directus,
		signIn
	}) => {
		const body = `<h2>A heading</h2><p>Text with <a href="/about">a link</a>.</p>
			<blockquote><p>A quotation.</p></blockquote><pre><code>${'code '.repeat(80)}</code></pre>
			<table><caption>A table</caption><tr><th scope="col">A</th></tr><tr><td>b</td></tr></table>
			<p>${'averylongword'.repeat(30)}</p>`;
		const { path } = await directus.makeArticle({ audience, body });
		await page.goto(path);
		await inspect(page);
		await signIn();
		await page.reload();
		await inspect(page);
	});
}

test('everybody can use forms that come back with mistakes @scripts', async ({ page, person }) => {
	await page.goto('/signin');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByLabel('E-mail address')).toBeFocused();
	await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
		'Enter your e-mail address.'
	);
	await inspect(page);

	await page.goto('/signup');
	await page.getByLabel('E-mail address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill('another password');
	await page.getByRole('button', { name: 'Make an account' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await inspect(page);
});

test('everybody can use a page with a notice @scripts', async ({ page, person }) => {
	await page.goto('/signin');
	await fillInSignIn(page, person);
	await expect(notice(page)).toContainText('You are signed in.');
	await inspect(page);
});

test('signing in needs no mouse', async ({ page, person }) => {
	await page.goto('/articles');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
	await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeInViewport();

	const signIn = account(page).getByRole('link', { name: 'Sign in' });
	await tabTo(page, signIn);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await tabTo(page, page.getByLabel('E-mail address'));
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

/** Presses Tab until something has the focus, and sees to it that all on the way shows that it has it. */
async function tabTo(page: Page, target: ReturnType<Page['locator']>) {
	for (let presses = 0; presses < 30; presses++) {
		await page.keyboard.press('Tab');
		const focused = page.locator(':focus');
		const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
		expect(outline, await focused.evaluate((element) => element.outerHTML.slice(0, 200))).not.toBe(
			'none'
		);
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error('Tab does not lead there.');
}

test('password managers know what to fill in and to save', async ({ page, signIn }) => {
	const expected: Record<string, Record<string, string>> = {
		'/signin': { email: 'username', password: 'current-password' },
		'/signup': {
			email: 'username',
			password: 'new-password',
			first_name: 'given-name',
			last_name: 'family-name'
		},
		'/forgot-password': { email: 'username' },
		'/reset-password?token=x': { password: 'new-password' },
		'/profile': { first_name: 'given-name', last_name: 'family-name' }
	};
	for (const [path, fields] of Object.entries(expected)) {
		if (path === '/profile') await signIn();
		await page.goto(path);
		const forms = page.getByRole('main').locator('form');
		await expect(forms).toHaveCount(1);
		const found = await forms
			.locator('input:not([type=hidden])')
			.evaluateAll((inputs) =>
				inputs.map((input) => [input.getAttribute('name'), input.getAttribute('autocomplete')])
			);
		expect(Object.fromEntries(found), path).toEqual(fields);
	}
});

test('pages do not shift while they load @scripts', async ({ page, directus }) => {
	const { path } = await directus.makeArticle({ audience: 'public' });
	for (const address of ['/', '/articles', path, '/signin']) {
		await page.goto(address, { waitUntil: 'networkidle' });
		const shift = await page.evaluate(
			() =>
				new Promise<number>((resolve) => {
					new PerformanceObserver((list) => {
						// not in TypeScript's library yet
						const shifts = list.getEntries() as unknown as { value: number }[];
						resolve(shifts.reduce((sum, { value }) => sum + value, 0));
					}).observe({ type: 'layout-shift', buffered: true });
					requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
				})
		);
		expect(shift, address).toBeLessThan(0.05);
	}
});
