import { defineConfig, devices } from '@playwright/test';
import { BROWSER_ARGUMENTS, installedBrowser } from './e2e/browser.ts';
import type { DrivenBy } from './e2e/webkit/test.ts';

const chromium = installedBrowser();

export default defineConfig<object, { drivenBy: DrivenBy }>({
	testDir: 'e2e',
	globalSetup: '../test/installation.ts',
	forbidOnly: !!process.env.CI,
	fullyParallel: true,
	workers: 2,
	// two slow cores for two browsers, Directus and the site: waiting is for conditions, these are for what never comes
	timeout: 90_000,
	expect: { timeout: 20_000 },
	use: {
		...devices['Desktop Chrome'],
		// known when the workers read this file again: the set-up runs between
		baseURL: process.env.PORTICO_TEST_URL ?? '',
		// containers on this machine are certified by an authority of their own
		ignoreHTTPSErrors: true,
		launchOptions: {
			...(chromium && { executablePath: chromium }),
			args: BROWSER_ARGUMENTS
		},
		trace: 'retain-on-failure'
	},
	projects: [
		{ name: 'with scripts' },
		// a journey tagged @scripts is about what only scripts can do
		{ name: 'without scripts', use: { javaScriptEnabled: false }, grepInvert: /@scripts/ },
		{ name: 'WebKit', use: { drivenBy: 'webkit' }, grepInvert: /@chromium|@playwright/ },
		{
			name: 'WebKit without scripts',
			use: { drivenBy: 'webkit', javaScriptEnabled: false },
			grepInvert: /@chromium|@playwright|@scripts/
		}
	]
});
