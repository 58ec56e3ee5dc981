import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from '@playwright/test';
import { Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { openBrowser } from './plain/plain-browser.ts';
import { Display } from '../../scripts/testing/browsers/display.ts';
import { type RecordedSite, recordSite } from './recorder.ts';

// Cases that drivers change or cannot cover: scripts turned off, pages kept for going back, the keyboard. These browsers
// are started without a driver, so tests see only the titles of their windows and their requests to the site.

const PATH = '/profile?from=mail';
const OTHER_SITE_TITLE = 'Elsewhere';
const PROFILE_TITLE = 'Your profile';
/** The other name of this machine, which is another site to browsers. */
const OTHER_SITE_HOST =
	new URL(installation.url).hostname === 'localhost' ? '127.0.0.1' : 'localhost';

interface OtherSite {
	address: string;
	/** Whether a browser has shown, since the last call, that the link has the focus. */
	isFocused: () => boolean;
}

interface Fixtures {
	display: Display;
	site: RecordedSite;
	otherSite: OtherSite;
	person: Person;
}

const test = base.extend<Fixtures>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads there which fixtures it needs
	display: async ({}, use) => {
		const display = await Display.start();
		await use(display);
		await display.stop();
	},
	// eslint-disable-next-line no-empty-pattern -- likewise
	site: async ({}, use) => {
		const site = await recordSite();
		await use(site);
		await site.stop();
	},
	otherSite: async ({ site }, use) => {
		let focused = false;
		const server = createServer((request, response) => {
			if (request.url === '/focused') {
				focused = true;
				response.writeHead(204).end();
				return;
			}
			response.setHeader('content-type', 'text/html; charset=utf-8');
			// a picture is fetched when it is needed, which reveals without scripts that the link has the focus
			response.end(`<title>${OTHER_SITE_TITLE}</title>
				<style>a:focus { background: url(/focused) }</style>
				<a href="${site.url}${PATH}" autofocus>A link</a>`);
		}).listen(0, OTHER_SITE_HOST);
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo; // it listens on TCP
		await use({ address: `http://${OTHER_SITE_HOST}:${port}/`, isFocused: () => focused });
		server.closeAllConnections();
		server.close();
	},
	// eslint-disable-next-line no-empty-pattern -- likewise
	person: async ({}, use) => {
		const directus = new Directus(installation);
		await use(await directus.makePerson({ first_name: 'Ada', last_name: 'Lovelace' }));
		await directus.clear();
	}
});

for (const engine of ['Firefox', 'WebKit'] as const) {
	for (const scripts of [true, false]) {
		const how = `plain ${engine} with scripts ${scripts ? 'on' : 'off'}`;
		test(`N05 a member is let in by two requests in ${how}, also by back, forward and reload @${engine.toLowerCase()}`, async ({
			display,
			site,
			otherSite,
			person
		}) => {
			const cookies = await sessionOf(person, site.url);
			site.clearVisits();
			const address = site.handOver(cookies, otherSite.address);
			const browser = openBrowser({ engine, scripts, address }, display);
			try {
				await test.step('the other site shows its link', async () => {
					await expect
						.poll(() => {
							display.focus();
							return otherSite.isFocused();
						})
						.toBe(true);
				});
				const arrival = await test.step('following it lets the member in', async () => {
					display.press('Return');
					await expectTitle(display, PROFILE_TITLE);
					return expectMember(site, person);
				});
				await test.step('back leads to the other site', async () => {
					browser.back();
					await expectTitle(display, OTHER_SITE_TITLE);
				});
				const forward = await test.step('forward to the page of the member', async () => {
					browser.forward();
					await expectTitle(display, PROFILE_TITLE);
					return expectMember(site, person);
				});
				const reload = await test.step('which a reload shows again', async () => {
					browser.reload();
					await expect.poll(() => site.visits().length).toBeGreaterThan(forward);
					return expectMember(site, person);
				});
				await test.step('and nothing more was asked for', async () => {
					browser.back();
					await expectTitle(display, OTHER_SITE_TITLE);
				});
				expect(site.visits()).toHaveLength(reload);
				expect(arrival, 'requests of the arrival').toBe(2);
				expect(forward - arrival, 'requests of going forward').toBeLessThanOrEqual(2);
				expect(reload - forward, 'requests of the reload').toBeLessThanOrEqual(2);
			} finally {
				await attach(site);
				await browser.close();
			}
		});
	}
}

// in the suite of Firefox, which brings the display; WebKitGTK's browser restores nothing
for (const engine of ['Chromium', 'Firefox'] as const) {
	test(`N05 a page that plain ${engine} restores after a restart is the member's @firefox`, async ({
		display,
		site,
		otherSite,
		person
	}) => {
		const cookies = await sessionOf(person, site.url);
		const address = site.handOver(cookies, otherSite.address);
		const browser = openBrowser({ engine, scripts: true, address }, display);
		try {
			await expect
				.poll(() => {
					display.focus();
					return otherSite.isFocused();
				})
				.toBe(true);
			display.press('Return');
			await expectTitle(display, PROFILE_TITLE);
			site.clearVisits();
			await browser.restart();
			await expectTitle(display, PROFILE_TITLE);
			await expectMember(site, person);
			expect(site.visits().length).toBeLessThanOrEqual(2);
		} finally {
			await attach(site);
			await browser.close();
		}
	});
}

/** Attaches the requests to the site to the report of a test. */
async function attach(site: RecordedSite): Promise<void> {
	const visits = site.visits().map(({ body: _, ...visit }) => visit);
	await test.info().attach('visits', { body: JSON.stringify(visits, null, '\t') });
}

/** The headers that set a session's cookies, as the site sends them. */
async function sessionOf(person: Person, origin: string): Promise<string[]> {
	const browser = new Browser(origin);
	const { headers } = await browser.signIn(person);
	return headers.getSetCookie().filter((header) => !header.startsWith('notice='));
}

async function expectTitle(display: Display, title: string): Promise<void> {
	await expect.poll(() => display.titles()).toContainEqual(expect.stringContaining(title));
}

/** Waits until the last answer is the page of the member; returns how many navigations there were. */
async function expectMember(site: RecordedSite, { email }: Person): Promise<number> {
	await expect.poll(() => site.visits().at(-1)?.body).toContain(email);
	return site.visits().length;
}
