import type { Page, Request } from '@playwright/test';
import { account, expect, instrumentedTest as test } from './journey.ts';

/** Pages that depend on the member, or that would end a session if GET did. */
const LOADED_AHEAD = ['/profile', '/logout'];

/** Records the requests of a page from now on, and those in flight. */
function watch(page: Page) {
	const paths: string[] = [];
	const waiting = new Set<Request>();
	page.on('request', (request) => {
		paths.push(new URL(request.url()).pathname);
		waiting.add(request);
	});
	page.on('requestfinished', (request) => waiting.delete(request));
	page.on('requestfailed', (request) => waiting.delete(request));
	return { paths: () => paths, waiting: () => waiting.size };
}

test(
	'R09 preloading pages on hover does not sign out',
	{ tag: '@scripts @playwright' },
	async ({ page, context, person, signIn }) => {
		await signIn();
		await page.goto('/articles');
		// Kit's announcer is there once Kit looks where the pointer goes
		await expect(page.locator('#svelte-announcer')).toBeAttached();
		// as a person may write it in an article
		await page.getByRole('main').evaluate((main) => {
			main.insertAdjacentHTML('afterbegin', '<p><a href="/logout">Sign out</a></p>');
		});
		const requests = watch(page);

		// run out, so that each page that is loaded ahead needs a new one
		await context.clearCookies({ name: 'access_token' });
		for (const target of await page
			.locator('main a:visible, header :is(a, button):visible')
			.all()) {
			await target.hover();
			// Kit loads ahead where the pointer rests
			const path = await target.evaluate(
				(link) => link instanceof HTMLAnchorElement && link.pathname
			);
			if (path && LOADED_AHEAD.includes(path))
				await expect.poll(requests.paths).toContain(`${path}/__data.json`);
		}
		for (const path of LOADED_AHEAD) {
			await expect.poll(requests.paths).toContain(`${path}/__data.json`);
		}
		await expect.poll(requests.waiting).toBe(0);

		await account(page).getByRole('link', { name: 'Ada' }).click();
		await expect(page.getByRole('main')).toContainText(person.email);
		await context.clearCookies({ name: 'access_token' });
		await page.reload();
		await expect(page.getByRole('main')).toContainText(person.email);
	}
);
