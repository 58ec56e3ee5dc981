import { Agent } from 'node:http';
import { asTheApp } from '../test/support/app-proof.ts';
import { askDirectus } from '../test/support/ask-directus.ts';
import { Directus, type Person } from '../test/support/directus.ts';
import { installation } from '../test/support/installation-under-test.ts';
import { request } from '../test/support/request.ts';
import type { Settings } from './bench-settings.ts';
import { comparison } from './comparison.ts';
import type { MeasuredSite } from './measured-site.ts';
import { measurePage } from './page-load.ts';
import type { Row } from './row.ts';
import { summary } from './statistics.ts';
import { inTurns } from './turns.ts';

const PER_SECOND = 20;
const TICK_MILLISECONDS = 10;
/** A page of the list, and the one that leads the front page. */
const ARTICLES = 13;
/** A measurement takes longer than its connections are open. */
const SPARE = 3;

/**
 * The front page for guests while members add bookmarks: against alone, which includes the cores that Directus takes from
 * the app and from the program that sends the requests; and against beside as many bookmarks in a Directus that is not
 * this site's, which take the same and change nothing here.
 */
export async function compareBesideBookmarks(
	site: MeasuredSite,
	settings: Settings
): Promise<Row[]> {
	const here = new Directus(site.directus);
	const elsewhere = new Directus(installation);
	try {
		await copyArticles(elsewhere, here);
		const count = SPARE * settings.rounds * settings.seconds * PER_SECOND;
		const [own, foreign] = [await readerOf(here, count), await readerOf(elsewhere, count)];
		const page = () => measurePage(site.app, { path: '/', cookie: '' }, settings);
		const perSecond: number[] = [];
		const rounds = await inTurns(settings.rounds, async () => {
			const [ownToken, foreignToken] = [await own.accessToken(), await foreign.accessToken()];
			return {
				alone: page,
				beside: () => besideBookmarks(page, own, ownToken, perSecond),
				elsewhere: () => besideBookmarks(page, foreign, foreignToken, perSecond)
			};
		});
		const added = summary(perSecond);
		const rows = [
			comparison(rounds, {
				what: `A public page beside ${PER_SECOND} bookmarks a second, against alone`,
				of: 'beside',
				against: 'alone',
				least: 0.9
			}),
			comparison(rounds, {
				what: "The same, against beside as many in another site's Directus",
				of: 'beside',
				against: 'elsewhere',
				least: 0.9
			})
		];
		return rows.map((row) => ({ ...row, figures: { ...row.figures, bookmarksPerSecond: added } }));
	} finally {
		await elsewhere.clear();
	}
}

/** Fills a front page: the newest articles of one Directus, in another. */
async function copyArticles(from: Directus, to: Directus): Promise<void> {
	const fields = 'slug,title,summary,body,author,tags,audience,status,published_at';
	const articles = await from.send<object[]>(
		'GET',
		`/items/articles?sort=-published_at&limit=${ARTICLES}&fields=${fields}`
	);
	await to.send('POST', '/items/articles', articles);
}

/** A member who adds bookmarks, of another article each time. */
interface Reader {
	directusUrl: string;
	articles: Iterator<{ id: number }>;
	accessToken: () => Promise<string>;
}

async function readerOf(directus: Directus, count: number): Promise<Reader> {
	const person = await directus.makePerson();
	const articles = await directus.makeArticles(count);
	return {
		directusUrl: directus.url,
		articles: articles[Symbol.iterator](),
		accessToken: () => signIn(directus.url, person)
	};
}

async function signIn(directusUrl: string, { email, password }: Person): Promise<string> {
	const url = new URL(`${directusUrl}/portico/session`);
	const { status, data } = await askDirectus<{ access_token: string }>(url, {
		body: { email, password }
	});
	if (status !== 200) throw new Error(`Directus answers a sign-in with ${status}.`);
	return data.access_token;
}

/** What `work` measures while this member adds bookmarks; `perSecond` gets how many. */
async function besideBookmarks<T>(
	work: () => Promise<T>,
	{ directusUrl, articles }: Reader,
	accessToken: string,
	perSecond: number[]
): Promise<T> {
	const agent = new Agent({ keepAlive: true });
	const add = async () => {
		const article = (articles.next().value as { id: number } | undefined)?.id; // none is left, or one of them
		const { status, body } = await request(`${directusUrl}/items/bookmarks`, {
			method: 'POST',
			headers: {
				...asTheApp(),
				authorization: `Bearer ${accessToken}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify({ article }),
			agent
		});
		if (status !== 200) throw new Error(`Directus answers a bookmark with ${status}: ${body}`);
	};
	const start = performance.now();
	const added: Promise<void>[] = [];
	// a timer is late while requests are sent, so it makes up for what is due
	const timer = setInterval(() => {
		const due = ((performance.now() - start) / 1000) * PER_SECOND;
		while (added.length < due) added.push(add());
	}, TICK_MILLISECONDS);
	try {
		const measured = await work();
		perSecond.push(added.length / ((performance.now() - start) / 1000));
		return measured;
	} finally {
		clearInterval(timer);
		await Promise.all(added);
		agent.destroy();
	}
}
