import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { startApp } from '../support/own-app.ts';
import { expect, fillInSignIn, notice, instrumentedTest as test } from './journey.ts';

// @chromium: axe judges markup and computed colors, which are the same in every engine, and takes its time
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const NARROWEST = { width: 320, height: 640 };

/** Public pages of the demo content. */
const PUBLIC = [
	'/',
	'/articles',
	'/articles/how-an-arch-stands',
	'/categories/places',
	'/about',
	'/forgot-password',
	'/verify-email/again',
	'/reset-password?token=x',
	'/verify-email?token=x',
	'/accept-invite?token=x',
	'/logout',
	'/nowhere'
];
const GUESTS = [...PUBLIC, '/signin', '/signup'];
/** An article for members. */
const WALLED = '/articles/sixty-two-kilometres-of-shelter';
const MEMBERS = ['/', WALLED, '/logout', '/profile', '/reading-list'];

for (const path of GUESTS) {
	test(`${path} is accessible to a guest @scripts @chromium`, async ({ page }) => {
		await page.goto(path);
		await inspect(page);
	});
}

test.describe('in German', () => {
	test.use({ locale: 'de-DE' });

	for (const path of ['/', '/articles', WALLED, '/nowhere', '/signin', '/signup', '/logout']) {
		test(`${path} is accessible in German @scripts @chromium`, async ({ page }) => {
			await page.goto(path);
			await expect(page.locator('html')).toHaveAttribute('lang', 'de');
			await inspect(page);
		});
	}

	test('a form with errors and the profile are accessible in German @scripts @chromium', async ({
		page,
		signIn
	}) => {
		await page.goto('/signup');
		await page.getByRole('button', { name: 'Konto anlegen' }).click();
		await expect(page.getByRole('alert')).toBeVisible();
		await inspect(page);

		await signIn();
		await page.goto('/profile');
		await expect(page.getByRole('heading', { name: 'Ihr Profil' })).toBeVisible();
		await inspect(page);
	});
});

for (const path of MEMBERS) {
	test(`${path} is accessible to a member @scripts @chromium`, async ({ page, signIn }) => {
		await signIn();
		await page.goto(path);
		await inspect(page);
	});
}

test('articles with rich markup are accessible @scripts @chromium', async ({ page, directus }) => {
	const body = `<h2>A heading</h2><p>Text with <a href="/about">a link</a>.</p>
		<blockquote><p>A quotation.</p></blockquote><pre><code>${'code '.repeat(80)}</code></pre>
		<table><caption>A table</caption><tr><th scope="col">A</th></tr><tr><td>b</td></tr></table>
		<p>${'averylongword'.repeat(30)}</p><h6>A small heading</h6><div dir="rtl" lang="ar">نص</div>
		<video src="https://example.com/talk.mp4"></video><p><a href="#end">Down</a><a id="end"></a></p>`;
	const { path } = await directus.makeArticle({ audience: 'public', body });
	await page.goto(path);
	await inspect(page);
});

test('the walls before articles are accessible @scripts @chromium', async ({
	page,
	directus,
	signIn
}) => {
	const { path } = await directus.makeArticle({ audience: 'premium' });
	await page.goto(path);
	await expect(page.getByRole('link', { name: 'Sign in to read on' })).toBeVisible();
	await inspect(page);

	await signIn();
	await page.reload();
	await expect(page.getByRole('link', { name: 'Find something else to read' })).toBeVisible();
	await inspect(page);
});

test('forms with errors are accessible @scripts @chromium', async ({ page, person }) => {
	await page.goto('/signin');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await inspect(page);

	await page.goto('/signup');
	await page.getByLabel('Email address').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill('another password');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await inspect(page);
});

test('a page with a notice is accessible @scripts @chromium', async ({ page, person }) => {
	// or it fades while it is looked at
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.goto('/signin');
	await fillInSignIn(page, person);
	await expect(notice(page)).toContainText('You are signed in.');
	await inspect(page);
});

test('pages during an outage are accessible @scripts @chromium', async ({ page, context }) => {
	const app = await startApp({ DIRECTUS_URL: 'http://127.0.0.1:9' });
	await context.addCookies([{ name: 'refresh_token', value: 'x', url: app.url }]);
	await page.goto(`${app.url}/articles`);
	await expect(page.getByRole('heading', { name: 'Back in a moment' })).toBeVisible();
	await inspect(page);
	await page.goto(`${app.url}/profile`);
	await expect(page.getByRole('main')).toContainText('You are still signed in.');
	await inspect(page);
	await app.stop();
});

test('the page for unexpected errors is accessible @scripts @chromium', async ({ page }) => {
	const directus = createServer((_request, response) => {
		const errors = [{ message: 'No.', extensions: { code: 'INVALID_QUERY' } }];
		response.writeHead(400, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ errors }));
	}).listen(0, '127.0.0.1');
	await once(directus, 'listening');
	const { port } = directus.address() as AddressInfo; // it listens on TCP
	const app = await startApp({ DIRECTUS_URL: `http://127.0.0.1:${port}` });
	await page.goto(app.url);
	await expect(page.getByRole('heading', { name: 'Something went wrong' })).toBeVisible();
	await inspect(page);
	await app.stop();
	directus.close();
});

/** Looks at a page by day and by night, on a phone and on a desk, and at the narrowest it may be. */
async function inspect(page: Page): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const [screen, size] of Object.entries(SCREENS)) {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize(size);
			await finishTransitions(page);
			// its legacy mode does not look into frames, of which there are none, and takes half the time
			const axe = new AxeBuilder({ page }).setLegacyMode().withTags(RULES);
			const { violations } = await axe.analyze();
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

/** Colours halfway from day to night have the contrast of neither. */
async function finishTransitions(page: Page): Promise<void> {
	await page.evaluate(() =>
		document.getAnimations().forEach((animation) => {
			if (animation instanceof CSSTransition) animation.finish();
		})
	);
}
