import { type Browser, test as base } from '@playwright/test';
import { WebkitBrowser } from './webkit-browser.ts';

/** Driver of the browser: Playwright, or, since it cannot drive the system's WebKit, the one beside this file. */
export type DrivenBy = 'playwright' | 'webkit';

/**
 * Playwright's test, with `browser`, `context` and `page` made by the engine of the project. A journey uses only
 * the members in tab.ts, which both have.
 */
export const test = base.extend<object, { drivenBy: DrivenBy }>({
	drivenBy: ['playwright', { scope: 'worker', option: true }],
	browser: [
		async ({ drivenBy, playwright, browserName }, use) => {
			const browser =
				drivenBy === 'playwright'
					? await playwright[browserName].launch()
					: ((await WebkitBrowser.start()) as unknown as Browser); // journeys see no more of it than it has
			await use(browser);
			await browser.close();
		},
		{ scope: 'worker' }
	],
	context: async ({ browser, baseURL, javaScriptEnabled }, use) => {
		const context = await browser.newContext({ baseURL, javaScriptEnabled });
		await use(context);
		await context.close();
	},
	page: async ({ context }, use) => use(await context.newPage())
});
