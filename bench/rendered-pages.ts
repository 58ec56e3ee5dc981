import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Browser, type Credentials } from '../test/support/browser.ts';
import { type Article, Directus } from '../test/support/directus.ts';
import { installation } from '../test/support/installation-under-test.ts';
import { buildBareApp, isHydrated } from './bare-app.ts';
import { MeasuredServer } from './measured-server.ts';
import { APP, startMeasuredApp } from './measured-site.ts';
import { pageData } from './page-data.ts';
import { comparison } from './comparison.ts';
import { cookieHeader, measurePage } from './page-load.ts';
import type { Row } from './row.ts';
import type { Settings } from './bench-settings.ts';
import { inTurns, shares } from './turns.ts';

const MADE = path.join(APP, '.svelte-kit');

/** A page: its folder in `src/routes`, and its address. */
interface Page {
	route: string;
	path: string;
	/** The member who sees it in the bare app too; null for a guest. */
	member: Credentials | null;
}

/** A request for a page of ours. */
interface Visit {
	path: string;
	member: Credentials | null;
	cookie?: [name: string, value: string];
}

/** A cookie of Portico's that changes none of these pages, but excludes a guest from the cache of rendered pages. */
const UNSHARED: [string, string] = ['cookie_test', '1'];
/** A cookie that Portico does not read. */
const FOREIGN: [string, string] = ['consent', 'all'];

/** The app, and the bare ones: with SvelteKit's page options, and with ours. */
type Servers = Record<'ours' | 'bare' | 'alike', MeasuredServer>;

/** Pages of ours, each against the same markup in a bare app, and one for some people against the same for others. */
export async function comparePages(member: Credentials, settings: Settings): Promise<Row[]> {
	const directus = new Directus(installation);
	const closing: (() => unknown)[] = [() => directus.clear()];
	try {
		const { forMembers, forAll } = await makeTwins(directus);
		const profile: Page = { route: '(protected)/profile', path: '/profile', member };
		const front: Page = { route: '(public)', path: '/', member: null };
		const article: Page = { route: '(public)/articles/[slug]', path: forMembers.path, member };
		const servers = await start([profile, front, article], closing);

		return [
			...(await measureProfile(profile, servers, settings)),
			...(await measureFront(front, servers, settings)),
			...(await measureArticle(article, forAll, servers, settings))
		];
	} finally {
		for (const close of closing.toReversed()) await close();
	}
}

/** An article for members and one for everyone, with the same text: that of the newest one for members. */
async function makeTwins(directus: Directus): Promise<Record<'forMembers' | 'forAll', Article>> {
	const filter = JSON.stringify({ audience: { _eq: 'members' }, status: { _eq: 'published' } });
	const fields = ['title', 'summary', 'body', 'cover', 'category', 'author', 'tags'];
	const [newest = {}] = await directus.send<object[]>(
		'GET',
		`/items/articles?filter=${filter}&sort=-published_at&limit=1&fields=${fields.join()}`
	);
	return {
		forMembers: await directus.makeArticle({ ...newest, audience: 'members' }),
		forAll: await directus.makeArticle({ ...newest, audience: 'public' })
	};
}

async function start(pages: Page[], closing: (() => unknown)[]): Promise<Servers> {
	const started = async (starting: Promise<MeasuredServer>) => {
		const server = await starting;
		closing.push(() => server.stop());
		return server;
	};
	const shown = await Promise.all(
		pages.map(async (page) => {
			const browser = await visitor(page, installation.url);
			return { ...page, data: pageData((await browser.data(page.path)).body) };
		})
	);
	const bareApp = async (pageOptions: 'own' | 'ours') => {
		// below the app, so that it finds the same packages
		mkdirSync(MADE, { recursive: true });
		const folder = mkdtempSync(path.join(MADE, 'bare-'));
		closing.push(() => rmSync(folder, { recursive: true }));
		await buildBareApp(folder, shown, pageOptions);
		return started(MeasuredServer.start(['build'], folder));
	};
	const [bare, alike] = await Promise.all([bareApp('own'), bareApp('ours')]);
	const ours = await started(startMeasuredApp(installation.directusUrl));
	for (const page of pages) await requireSameMarkup(page, ours, bare);
	return { ours, bare, alike };
}

async function measureProfile(page: Page, servers: Servers, settings: Settings): Promise<Row[]> {
	if (isHydrated(page)) throw new Error('The profile has SvelteKit’s own page options.');
	const { ours, bare, alike } = servers;
	const rounds = await inTurns(settings.rounds, async () => {
		const request = await requestOf(page, ours);
		return {
			ours: () => measurePage(ours, request, settings),
			bare: () => measurePage(bare, request, settings),
			alike: () => measurePage(alike, request, settings)
		};
	});
	const withOurOptions = shares(
		rounds,
		({ ours }) => ours.requestsPerSecond,
		({ alike }) => alike.requestsPerSecond
	);
	const row = comparison(rounds, {
		what: 'A page for members, against the bare app',
		of: 'ours',
		against: 'bare',
		least: 0.75
	});
	const measured = `${row.measured}, with our page options ${withOurOptions.median.toFixed(2)}`;
	return [
		{ ...row, measured, figures: { ...row.figures, shareWithOurPageOptions: withOurOptions } }
	];
}

async function measureFront(page: Page, servers: Servers, settings: Settings): Promise<Row[]> {
	const { ours, bare } = servers;
	const rounds = await inTurns(settings.rounds, async () => {
		const shared = await requestOf(page, ours);
		const foreign = await requestOf({ ...page, cookie: FOREIGN }, ours);
		const unshared = await requestOf({ ...page, cookie: UNSHARED }, ours);
		return {
			shared: () => measurePage(ours, shared, settings),
			foreign: () => measurePage(ours, foreign, settings),
			unshared: () => measurePage(ours, unshared, settings),
			bare: () => measurePage(bare, shared, settings)
		};
	});
	return [
		comparison(rounds, {
			what: 'A public page for guests, against the bare app',
			of: 'shared',
			against: 'bare',
			least: 1.8
		}),
		comparison(rounds, {
			what: 'The same with a foreign cookie, against without',
			of: 'foreign',
			against: 'shared',
			least: 0.9
		}),
		comparison(rounds, {
			what: 'The same rendered for each guest, against the bare app',
			of: 'unshared',
			against: 'bare',
			least: null
		})
	];
}

async function measureArticle(
	page: Page,
	twin: Article,
	servers: Servers,
	settings: Settings
): Promise<Row[]> {
	const { ours, bare } = servers;
	const rounds = await inTurns(settings.rounds, async () => {
		const asMember = await requestOf(page, ours);
		const asGuest = await requestOf({ path: twin.path, member: null, cookie: UNSHARED }, ours);
		return {
			member: () => measurePage(ours, asMember, settings),
			guest: () => measurePage(ours, asGuest, settings),
			bare: () => measurePage(bare, asMember, settings)
		};
	});
	return [
		comparison(rounds, {
			what: 'An article for members, against the bare app',
			of: 'member',
			against: 'bare',
			least: 0.45
		}),
		comparison(rounds, {
			what: 'The same, against a public one rendered for each guest',
			of: 'member',
			against: 'guest',
			least: 0.9
		})
	];
}

/** The request of a person without a message still to be shown; a member's access token does not live as long as all rounds. */
async function requestOf(
	{ path, ...visit }: Visit,
	{ url }: MeasuredServer
): Promise<{ path: string; cookie: string }> {
	return { path, cookie: cookieHeader(await visitor(visit, url)) };
}

async function visitor({ member, cookie }: Omit<Visit, 'path'>, url: string): Promise<Browser> {
	const browser = member ? await Browser.signedIn(member, url) : new Browser(url);
	browser.cookies.delete('notice');
	if (cookie) browser.cookies.set(...cookie);
	return browser;
}

/** Else the comparison would be none. */
async function requireSameMarkup(
	page: Page,
	ours: MeasuredServer,
	bare: MeasuredServer
): Promise<void> {
	const own = await (await visitor(page, ours.url)).visit(page.path);
	const other = await new Browser(bare.url).visit(page.path);
	if (markup(own.body) !== markup(other.body))
		throw new Error(`The bare app does not show ${page.path} as the app does.`);
}

/** Visible part of a page: without scripts, hidden fields and Svelte's hydration comments. */
function markup(html: string): string {
	const body = html.slice(html.indexOf('<body'), html.indexOf('</body>'));
	return body
		.replace(/<script\b.*?<\/script>|<input type="hidden"[^>]*>|<!--.*?-->/gs, '')
		.replace(/\s+/g, ' ');
}
