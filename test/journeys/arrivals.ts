import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installation } from '../support/installation-under-test.ts';
import { test as base } from './journey.ts';
import { type RecordedSite, recordSite } from './recorder.ts';
import type { Tab } from './tab.ts';

/** How a page on another site leads here. */
type Way = 'link' | 'redirect' | 'form' | 'new tab';

/** The address of a page on another site that leads to this path here. */
type LinkFromOtherSite = (path: string, way?: Way) => string;

/** The other name of this machine, which is another site to browsers. */
const OTHER_SITE = new URL(installation.url).hostname === 'localhost' ? '127.0.0.1' : 'localhost';
const REDIRECT = '/redirect';

interface Fixtures {
	linkFromOtherSite: LinkFromOtherSite;
	/** Follows the link on the other site; later requests to this site are in `site.navigations()`. */
	follow: (page: Tab, otherSite: string) => Promise<void>;
}

interface WorkerFixtures {
	/** Whether the site is on https. */
	secure: boolean;
	site: RecordedSite;
}

/** Journeys on a site whose visits are counted, from another one that leads there. */
export const test = base.extend<Fixtures, WorkerFixtures>({
	secure: [false, { scope: 'worker', option: true }],
	site: [
		async ({ secure }, use) => {
			const site = await recordSite({ secure });
			await use(site);
			await site.stop();
		},
		{ scope: 'worker' }
	],
	baseURL: ({ site }, use) => use(site.url),
	follow: ({ site }, use) =>
		use(async (page, otherSite) => {
			await page.goto(otherSite);
			site.clearVisits();
			await page.locator('a, button').click();
		}),
	linkFromOtherSite: async ({ site }, use) => {
		const otherSite = createServer((request, response) => {
			const { pathname, searchParams } = new URL(request.url ?? '/', `http://${OTHER_SITE}`);
			const there = new URL(searchParams.get('to') ?? '/', site.url);
			if (pathname === REDIRECT) {
				response.writeHead(303, { location: there.href }).end();
				return;
			}
			response.setHeader('content-type', 'text/html; charset=utf-8');
			// Playwright does not notice that Firefox went back to a page it kept (bfcache); plain-browsers.spec.ts does
			response.setHeader('cache-control', 'no-store');
			response.end(pageTo(there, searchParams.get('way') as Way)); // it comes from below
		}).listen(0, OTHER_SITE);
		await once(otherSite, 'listening');
		const { port } = otherSite.address() as AddressInfo; // it listens on TCP
		await use((to, way = 'link') => {
			const search = new URLSearchParams({ to, way }).toString();
			return `http://${OTHER_SITE}:${port}/?${search}`;
		});
		otherSite.closeAllConnections();
		otherSite.close();
	}
});

function pageTo(there: URL, way: Way): string {
	const title = '<title>Elsewhere</title>';
	if (way === 'form') {
		const fields = [...there.searchParams].map(
			([name, value]) => `<input type="hidden" name="${name}" value="${value}">`
		);
		const action = there.origin + there.pathname;
		return `${title}<form action="${action}">${fields.join('')}<button>Go</button></form>`;
	}
	const { pathname, search, hash, href } = there;
	const to = encodeURIComponent(pathname + search + hash);
	if (way === 'new tab')
		return `${title}<a href="${href}" target="_blank" rel="noopener">A link</a>`;
	return `${title}<a href="${way === 'link' ? href : `${REDIRECT}?to=${to}`}">A link</a>`;
}
