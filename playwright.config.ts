import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, installedChromium } from './scripts/testing/browsers/chromium.ts';
import { FIREFOX_PREFERENCES, FIREFOX_RELAY } from './scripts/testing/browsers/firefox.ts';
import type { DrivenBy } from './test/journeys/webkit/webkit-test.ts';

const installed = installedChromium();
const chromium = {
	...devices['Desktop Chrome'],
	launchOptions: { ...(installed && { executablePath: installed }), args: CHROMIUM_ARGUMENTS }
};
const firefox = {
	...devices['Desktop Firefox'],
	channel: 'moz-firefox',
	launchOptions: { executablePath: FIREFOX_RELAY, firefoxUserPrefs: FIREFOX_PREFERENCES }
};

/**
 * The drivers of Firefox (WebDriver BiDi) and WebKit lose a navigation or a click now and then: `npm test`
 * lists the tests that passed only when repeated.
 */
const DRIVER_FAULTS = 1;
/** As for the tests of whole installations in vitest.config.ts. */
const retries = process.env.CI ? 1 : 0;

export default defineConfig<object, { drivenBy: DrivenBy }>({
	testDir: 'test/journeys',
	testMatch: '**/*.spec.ts',
	globalSetup: './test/support/start-installation.ts',
	forbidOnly: !!process.env.CI,
	fullyParallel: true,
	// each waits much of the time: one more than two slow cores
	workers: 3,
	// two slow cores for three browsers, Directus and the site: tests wait for conditions, these limits are for failures
	timeout: 90_000,
	expect: { timeout: 20_000 },
	use: {
		// known when the workers read this file again: the set-up runs between
		baseURL: process.env.PORTICO_TEST_URL ?? '',
		// containers on this machine are certified by an authority of their own
		ignoreHTTPSErrors: true
	},
	projects: [
		// one tagged @firefox or @webkit starts that browser itself, without a driver
		{ name: 'with scripts', use: chromium, grepInvert: /@firefox|@webkit/, retries },
		// a journey tagged @scripts needs scripts
		{
			name: 'without scripts',
			use: { ...chromium, javaScriptEnabled: false },
			grepInvert: /@scripts|@firefox|@webkit/,
			retries
		},
		// one tagged @chromium tests behavior of the server that is the same for all browsers, or needs a tool that others lack
		{
			name: 'Firefox',
			use: firefox,
			grepInvert: /@chromium|@webkit/,
			retries: DRIVER_FAULTS
		},
		// one tagged @playwright needs more than the driver of WebKit can do
		{
			name: 'WebKit',
			use: { drivenBy: 'webkit' },
			grepInvert: /@chromium|@playwright|@firefox/,
			retries: DRIVER_FAULTS
		},
		{
			name: 'WebKit without scripts',
			use: { drivenBy: 'webkit', javaScriptEnabled: false },
			// one tagged @hidden is about a page that only its scripts can hide there
			grepInvert: /@chromium|@playwright|@scripts|@firefox|@webkit|@hidden/,
			retries: DRIVER_FAULTS
		}
	]
});
