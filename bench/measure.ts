import type { Credentials } from '../test/support/browser.ts';
import { compareBesideBookmarks } from './bookmarks.ts';
import { measureCostliestRequests } from './dearest.ts';
import { measureGateway } from './gateway-cost.ts';
import { measureWithLighthouse } from './lighthouse.ts';
import { type MeasuredSite, startMeasuredSite } from './measured-site.ts';
import { comparePages } from './rendered-pages.ts';
import { measureProof } from './proof-cost.ts';
import { findRedis } from './redis-server.ts';
import type { Row } from './row.ts';
import { measureScale } from './scale.ts';
import type { Scale, Settings } from './bench-settings.ts';
import { compareSignIns } from './sign-in-cost.ts';
import { measureSignInPage } from './size.ts';
import { measureStorm } from './storm.ts';
import { measureViews } from './view.ts';

const MANY = 4;

/** Measures everything, one after the other; `member` is an account with the role Member. */
export async function measure(
	member: Credentials,
	settings: Settings,
	tell: (line: string) => void
): Promise<Row[]> {
	tell('Pages, in turns with the bare app');
	const pages = await comparePages(member, settings);
	tell('Sign-ins');
	const signIn = await compareSignIns(member, settings);
	tell('Requests at once with an expired access token');
	const storm = await measureStorm(member, settings, {
		what: `${settings.storm} requests at once, one expired access token`,
		processes: 1
	});
	const wideStorm = await measureStormWithRedis(member, settings);
	const size = await measureSignInPage(member);
	const views = await measureViews();
	tell('Lighthouse');
	const scores = measureWithLighthouse();
	tell('A page beside bookmarks, and the dearest requests');
	const [bookmarks, costliest] = await onMeasuredSite(async (site) => [
		await compareBesideBookmarks(site, settings),
		await measureCostliestRequests(site)
	]);
	const others = [signIn, storm, wideStorm, measureProof(), await measureGateway(member, settings)];
	return [...pages, ...bookmarks, ...others, ...costliest, size, views, ...scores];
}

/** Measures many members over many articles, in place of everything else. */
export function measureMany(scale: Scale, tell: (line: string) => void): Promise<Row[]> {
	return onMeasuredSite((site) => measureScale(site, scale, tell));
}

async function onMeasuredSite<T>(work: (site: MeasuredSite) => Promise<T>): Promise<T> {
	const site = await startMeasuredSite();
	try {
		return await work(site);
	} finally {
		await site.end();
	}
}

async function measureStormWithRedis(member: Credentials, settings: Settings): Promise<Row> {
	const what = `The same over ${MANY} processes with Redis`;
	const redis = await findRedis();
	if (!redis) {
		const limit = '1 upstream';
		return { what, measured: 'not measured: no Redis', limit, met: null, figures: null };
	}
	try {
		const variables = { REDIS_URL: redis.url };
		return await measureStorm(member, settings, { what, processes: MANY, variables });
	} finally {
		await redis.stop();
	}
}
