import type {
	PlaywrightTestArgs,
	PlaywrightTestOptions,
	PlaywrightWorkerArgs,
	PlaywrightWorkerOptions,
	TestType
} from '@playwright/test';
import { Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { repeatInterruptedNavigations } from '../../scripts/testing/browsers/firefox.ts';
import { expect } from './expect.ts';
import type { Context, Tab } from './tab.ts';
import { type DrivenBy, test as base } from './webkit/webkit-test.ts';

interface Fixtures {
	/** A person with an account, made for this test. */
	person: Person;
	/** Signs the person in without going through the form, in this context or another. */
	signIn: (context?: Context) => Promise<void>;
	/** Fails the test where a page logged an error, broke its own policy, or missed one of its files. */
	faultless: void;
}

interface WorkerFixtures {
	directus: Directus;
	drivenBy: DrivenBy;
}

/** Tests with features that only Playwright's driver has; their titles end with @playwright. */
export const instrumentedTest = base.extend<Fixtures, { directus: Directus }>({
	directus: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads there which fixtures it needs
		async ({}, use) => {
			const directus = new Directus(installation);
			await use(directus);
			await directus.clear();
		},
		{ scope: 'worker' }
	],
	page: async ({ page, browserName, drivenBy }, use) => {
		if (browserName === 'firefox' && drivenBy !== 'webkit') repeatInterruptedNavigations(page);
		await use(page);
	},
	person: async ({ directus }, use) => {
		await use(await directus.makePerson({ first_name: 'Ada', last_name: 'Lovelace' }));
	},
	signIn: async ({ context, person }, use) => {
		await use(async (other = context) => {
			const { cookies } = await Browser.signedIn(person);
			// pages look as they do later, without a word about it
			cookies.delete('notice');
			await other.addCookies(
				[...cookies].map(([name, value]) => ({
					name,
					value,
					url: installation.url,
					httpOnly: true,
					sameSite: name.endsWith('signed_in') ? ('Lax' as const) : ('Strict' as const)
				}))
			);
		});
	},
	faultless: [
		async ({ context, drivenBy }, use) => {
			// its driver does not report them, and WebKit prints no console of a private session
			if (drivenBy === 'webkit') return use();
			const faults: string[] = [];
			context.on('console', (message) => {
				const text = message.text();
				if (message.type() !== 'error') return;
				// failed loads are judged below: the response to a form with a mistake is a 422, as intended
				if (text.startsWith('Failed to load resource')) return;
				// a page that was left while its script fetched another
				if (text.startsWith('TypeError: Failed to fetch')) return;
				if (text.startsWith('TypeError: NetworkError when attempting to fetch')) return;
				faults.push(`console: ${text}`);
			});
			context.on('weberror', (webError) => {
				const { message } = webError.error();
				// a page that was left while it loaded; a file that is missing is found below
				if (message.startsWith('Failed to fetch dynamically imported module')) return;
				if (message.startsWith('error loading dynamically imported module')) return;
				// a page that was left in Firefox while a picture of it loaded
				if (message === 'Image corrupt or truncated.') return;
				// NS_BINDING_ABORTED: a font of a page that was left in Firefox while it loaded
				if (/^download failed .* status=2152398850 /s.test(message)) return;
				faults.push(`script: ${message}`);
			});
			context.on('response', (response) => {
				const isFile = !response.request().isNavigationRequest();
				if (isFile && response.status() >= 400) {
					faults.push(`${response.status()} ${response.url()}`);
				}
			});
			await use();
			expect(faults).toEqual([]);
		},
		{ auto: true }
	]
});

/** A test of a person's way through the site, in a real browser: its page can do what every engine's can. */
export const test = instrumentedTest as unknown as TestType<
	Omit<PlaywrightTestArgs & PlaywrightTestOptions, 'page' | 'context'> &
		Fixtures & { page: Tab; context: Context },
	PlaywrightWorkerArgs & PlaywrightWorkerOptions & WorkerFixtures
>;

export { expect };

/** The notice at the top of a page about the last action, shown once. */
export function notice(page: Tab) {
	return page.getByRole('status');
}

/** The account links and button in the header, signed in or not. */
export function account(page: Tab) {
	return page.getByRole('navigation', { name: 'Account' });
}

/** Fills in the sign-in form and sends it. */
export async function fillInSignIn(page: Tab, { email, password }: Omit<Person, 'id'>) {
	// other pages have fields of the same name, and are there until this one has come
	await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
	const address = page.getByLabel('Email address');
	// in Firefox, Playwright appends to a value in an email field, since such a field has no selection API
	await address.evaluate((field) => field instanceof HTMLInputElement && (field.value = ''));
	await address.fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
}
