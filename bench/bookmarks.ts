import { Agent } from 'node:http';
import { asTheApp } from '../test/support/app-proof.ts';
import { askDirectus } from '../test/support/ask-directus.ts';
import { Directus, type Person } from '../test/support/directus.ts';
import { installation } from '../test/support/installation-under-test.ts';
import { startDirectus } from '../test/support/own-directus.ts';
import { request } from '../test/support/request.ts';
import type { Settings } from './bench-settings.ts';
import { requestsPerSecond } from './page-load.ts';
import type { Row } from './row.ts';
import { inWords, summary } from './statistics.ts';
import { inTurns, shares } from './turns.ts';

const PER_SECOND = 20;
const TICK_MILLISECONDS = 10;
const MIN_SHARE = 0.9;

/**
 * The front page for guests while members add bookmarks: against alone, which includes the cores that Directus takes from
 * the app and from the program that sends the requests, and against as many bookmarks in a Directus that is not this site's, which
 * take the same and change nothing here.
 */
export async function compareBesideBookmarks(settings: Settings): Promise<Row[]> {
	const other = await startDirectus({});
	const here = new Directus(installation);
	const elsewhere = new Directus(other);
	try {
		const [own, foreign] = [await readerOf(here), await readerOf(elsewhere)];
		const page = () => requestsPerSecond({ url: `${installation.url}/`, cookie: '' }, settings);
		const rounds = await inTurns(settings.rounds, async () => {
			const [ownToken, foreignToken] = [await own.accessToken(), await foreign.accessToken()];
			return {
				alone: async () => ({ requestsPerSecond: await page(), bookmarksPerSecond: 0 }),
				beside: () => besideBookmarks(page, own, ownToken),
				elsewhere: () => besideBookmarks(page, foreign, foreignToken)
			};
		});
		const shareOf = (name: 'alone' | 'elsewhere') =>
			shares(
				rounds,
				({ beside }) => beside.requestsPerSecond,
				(round) => round[name].requestsPerSecond
			);
		const bookmarksPerSecond = summary(rounds.map(({ beside }) => beside.bookmarksPerSecond));
		const row = (what: string, name: 'alone' | 'elsewhere'): Row => {
			const share = shareOf(name);
			return {
				what,
				measured: `${inWords(share)}, beside ${bookmarksPerSecond.median.toFixed(0)} a second`,
				limit: `≥ ${MIN_SHARE.toFixed(2)}`,
				met: share.median >= MIN_SHARE,
				figures: { share, bookmarksPerSecond, rounds }
			};
		};
		return [
			row(
				`A public page for guests beside ${PER_SECOND} bookmarks a second, against alone`,
				'alone'
			),
			row("The same, against beside as many in another site's Directus", 'elsewhere')
		];
	} finally {
		await here.clear();
		await other.end();
	}
}

/** A member who adds bookmarks of one article. */
interface Reader {
	directusUrl: string;
	article: number;
	accessToken: () => Promise<string>;
}

async function readerOf(directus: Directus): Promise<Reader> {
	const person = await directus.makePerson();
	const article = await directus.makeArticle({ audience: 'public' });
	return {
		directusUrl: directus.url,
		article: article.id,
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

/** What `work` measures while this member adds bookmarks, and how many a second they were. */
async function besideBookmarks(
	work: () => Promise<number>,
	{ directusUrl, article }: Reader,
	accessToken: string
): Promise<{ requestsPerSecond: number; bookmarksPerSecond: number }> {
	const agent = new Agent({ keepAlive: true });
	const add = async () => {
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
		const requestsPerSecond = await work();
		const seconds = (performance.now() - start) / 1000;
		return { requestsPerSecond, bookmarksPerSecond: added.length / seconds };
	} finally {
		clearInterval(timer);
		await Promise.all(added);
		agent.destroy();
	}
}
