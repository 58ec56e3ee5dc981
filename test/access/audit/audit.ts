import type { Route as SiteRoute } from '../../support/built-routes.ts';
import { asTheApp } from '../../support/app-proof.ts';
import type { Route } from '../../support/route-lister.ts';
import type { SignedIn } from './callers.ts';
import { unknownCollections } from './collections.ts';
import { directusVisits, isHistory, isRead } from './directus-visits.ts';
import { type Caller, expectation } from './expectation.ts';
import { findings, matrix, kindsWithoutWords } from './findings.ts';
import { graphqlVisits } from './graphql-visits.ts';
import type { PlantedRow } from './planting.ts';
import { Sightings } from './sightings.ts';
import { siteVisits } from './site-visits.ts';
import { type Target, type Visit, visit } from './visit.ts';
import type { Word } from './word.ts';

/** Those who may read what others may not, and do so just before: what they read is in the caches of the site. */
const WARMERS: Caller[] = ['Premium', 'Editor', 'Administrator'];
/** More are no faster on two cores. */
const AT_ONCE = 4;

/** An installation whose rows have words. */
export interface Audited {
	siteUrl: string;
	directusUrl: string;
	callers: SignedIn[];
	/** Every route of the app, and of Directus. */
	siteRoutes: SiteRoute[];
	routes: Route[];
	/** Every collection of the model, Directus' own included. */
	collections: string[];
	words: Word[];
	rows: PlantedRow[];
	/** Whether it belongs to the audit: every kind of word is there, and questions may leave something behind. */
	isOwn: boolean;
}

/** Result of the audit: words seen by each caller as a table, and the faults in it, if any. */
export interface Outcome {
	matrix: string;
	faults: string[];
	visits: number;
}

/** Sends every request as every caller, and compares the words in the responses with the expectation. */
export async function audit(audited: Audited): Promise<Outcome> {
	const { words, rows, routes, isOwn } = audited;
	const sightings = new Sightings(words);
	const collections = audited.collections.filter((name) => !name.startsWith('directus_'));
	const { visits: ofDirectus, unknown } = directusVisits(routes, { collections, rows });
	const ofSite = siteVisits(audited.siteRoutes, rows).filter((one) => isOwn || isRead(one));
	const warmers = audited.callers.filter(({ name }) => WARMERS.includes(name));
	let count = 0;
	const look = async (caller: SignedIn, target: Target, one: Visit) => {
		count++;
		const answer = await visit(target, one);
		sightings.note(caller.name, target.name, one, answer);
		if (answer.status !== 400 || !one.plain) return;
		sightings.note(caller.name, target.name, one.plain, await visit(target, one.plain));
	};

	// first those with fewer rights, since copies live for a second
	const others = audited.callers.filter((caller) => !warmers.includes(caller));
	await eachOf(ofSite, async (one) => {
		if (isOwn && one.method === 'GET' && !one.draws)
			for (const caller of warmers) await visit(targetsOf(caller, audited).site, one);
		for (const caller of [...others, ...warmers])
			await look(caller, targetsOf(caller, audited).site, one);
	});

	for (const caller of audited.callers) {
		const { outside, app } = targetsOf(caller, audited);
		// from outside they are admitted as Editors are, and requests for changes would make some
		const isAdministrator = caller.name === 'Administrator';
		const mayAsk = (one: Visit) =>
			isAdministrator ? isRead(one) && !isHistory(one) : isOwn || isRead(one);
		for (const target of isAdministrator ? [app] : isOwn ? [outside, app] : [outside]) {
			const ofGraphql = await graphqlVisits(target, isOwn);
			const visits = [
				...ofGraphql.filter((one) => !isAdministrator || !isHistory(one)),
				...ofDirectus.filter(mayAsk)
			];
			await eachOf(visits, (one) => look(caller, target, one));
		}
	}

	const kinds = new Set(words.map(({ kind }) => kind));
	const callers = audited.callers.map(({ name }) => name);
	return {
		matrix: matrix(sightings, kinds, callers),
		faults: [
			...unknownCollections(audited.collections).map(
				(name) => `The collection ${name} is unknown: test/access/audit/collections.ts.`
			),
			...unknown,
			...(isOwn ? kindsWithoutWords(expectation, kinds) : []),
			...findings(sightings, expectation, kinds, callers)
		],
		visits: count
	};
}

function targetsOf(
	{ cookie, accessToken }: SignedIn,
	{ siteUrl, directusUrl }: Audited
): Record<'site' | 'outside' | 'app', Target> {
	const authorization: Record<string, string> = accessToken
		? { authorization: `Bearer ${accessToken}` }
		: {};
	return {
		site: {
			name: 'site',
			url: siteUrl,
			headers: (): Record<string, string> => (cookie ? { cookie } : {})
		},
		outside: { name: 'Directus', url: directusUrl, headers: () => authorization },
		app: {
			name: 'Directus, asked by the app',
			url: directusUrl,
			headers: () => ({ ...authorization, ...asTheApp() })
		}
	};
}

async function eachOf<T>(things: T[], job: (thing: T) => Promise<void>): Promise<void> {
	const left = things.values();
	const work = async () => {
		for (const thing of left) await job(thing);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
}
