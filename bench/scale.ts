import autocannon from 'autocannon';
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from '../test/support/request.ts';
import { Relay } from '../test/support/relay.ts';
import { type Crowd, makeCrowd } from './crowd.ts';
import type { MeasuredServer } from './measured-server.ts';
import { type MeasuredSite, startMeasuredApp } from './measured-site.ts';
import type { Row } from './row.ts';
import type { Scale } from './bench-settings.ts';

const CONNECTIONS = 10;
const BYTES_PER_MEGABYTE = 1_000_000;
const MAX_HEAP_MEGABYTES = 256;
const MAX_GROWTH = 1.1;
/** The app knows a member for so long (`user-cache.ts`). */
const USER_CACHE_SECONDS = 20;
const ME = '/portico/me';

/** Memory of the app, in MB: its heap after a garbage collection, and all that the process holds. */
interface Memory {
	heap: number;
	resident: number;
}

/** What a number of members cost one process of the app. */
export interface Run {
	members: number;
	seconds: number;
	/** Some are not answered when the time is over. */
	viewsBegun: number;
	viewsPerSecond: number;
	/** Milliseconds. */
	latency: { median: number; p99: number };
	memory: Record<'start' | 'middle' | 'end', Memory>;
	/** Calls of the app to Directus, by path. */
	calls: Record<string, number>;
	lookUps: number;
	contentReads: number;
}

/**
 * Members of five roles read articles at a fixed rate, first few and then many of them. What the app asks Directus for is
 * counted between the two, with the members apart: each is looked up by a call of their own.
 */
export async function measureScale(
	{ directus, secret }: Pick<MeasuredSite, 'directus' | 'secret'>,
	{ members, articles, ...visits }: Scale,
	tell: (line: string) => void
): Promise<Row[]> {
	const [few, many] = members;
	tell(`${many} members and ${articles} articles`);
	const crowd = await makeCrowd(directus, secret, { members: many, articles });
	const relay = await Relay.to(directus.directusUrl);
	try {
		const run = async (count: number): Promise<Run> => {
			tell(`${count} members for ${visits.seconds} seconds`);
			const app = await startMeasuredApp(relay.url, { arguments: ['--expose-gc'] });
			try {
				const visitors = crowd.visitors.slice(0, count);
				return await visit(app, relay, { ...crowd, visitors }, visits);
			} finally {
				await app.stop();
			}
		};
		return rows(await run(few), await run(many));
	} finally {
		await relay.close();
	}
}

async function visit(
	app: MeasuredServer,
	relay: Relay,
	{ visitors, articles }: Crowd,
	{ seconds, viewsPerSecond }: Pick<Scale, 'seconds' | 'viewsPerSecond'>
): Promise<Run> {
	const oneOf = <T>(all: T[]): T => all[randomInt(all.length)] as T; // there are some
	// the first view of a process takes long
	await request(app.url + oneOf(articles), { headers: { cookie: oneOf(visitors).cookie } });
	relay.requests.length = 0;
	const start = await memoryOf(app);
	const halfway = delay(seconds * 500).then(() => memoryOf(app));
	const { requests, latency, duration, non2xx, errors } = await autocannon({
		url: app.url,
		connections: CONNECTIONS,
		duration: seconds,
		overallRate: viewsPerSecond,
		// how long an answer takes, not how long it would have waited
		ignoreCoordinatedOmission: true,
		requests: [
			{
				setupRequest: (request) => ({
					...request,
					path: oneOf(articles),
					headers: { accept: 'text/html', cookie: oneOf(visitors).cookie }
				})
			}
		]
	});
	const end = await memoryOf(app);
	if (non2xx + errors > 0) throw new Error(`${non2xx} bad answers, ${errors} errors.`);

	const calls: Record<string, number> = {};
	for (const { path } of relay.requests) {
		const [name = ''] = path.split('?');
		calls[name] = (calls[name] ?? 0) + 1;
	}
	const lookUps = calls[ME] ?? 0;
	return {
		members: visitors.length,
		seconds: duration,
		viewsBegun: requests.sent,
		viewsPerSecond: requests.total / duration,
		latency: { median: latency.p50, p99: latency.p99 },
		memory: { start, middle: await halfway, end },
		calls,
		lookUps,
		contentReads: relay.requests.length - lookUps
	};
}

async function memoryOf(app: MeasuredServer): Promise<Memory> {
	const { heapUsed, rss } = await app.memory();
	return { heap: heapUsed / BYTES_PER_MEGABYTE, resident: rss / BYTES_PER_MEGABYTE };
}

/** The rows for a run with few members and one with many. */
export function rows(few: Run, many: Run): Row[] {
	const perView = ({ contentReads, viewsBegun }: Run) => contentReads / viewsBegun;
	const growth = perView(many) / perView(few);
	const { start, middle, end } = many.memory;
	const inMegabytes = (part: keyof Memory) =>
		[start, middle, end].map((memory) => memory[part].toFixed(0)).join(', ');
	const aSecond = (count: (run: Run) => number) =>
		`${(count(many) / many.seconds).toFixed(1)} (${(count(few) / few.seconds).toFixed(1)})`;
	const figures = { few, many };
	return [
		{
			what: `Views a second by ${many.members} members (by ${few.members})`,
			measured: `${many.viewsPerSecond.toFixed(1)} (${few.viewsPerSecond.toFixed(1)}), median ${many.latency.median} ms, p99 ${many.latency.p99} ms`,
			limit: '-',
			met: null,
			figures
		},
		{
			what: 'Content that the app reads from Directus for a view',
			measured: `${perView(many).toFixed(2)} ÷ ${perView(few).toFixed(2)} calls = ${growth.toFixed(2)}; ${aSecond((run) => run.contentReads)} a second`,
			limit: `≤ ${MAX_GROWTH.toFixed(2)}`,
			met: growth <= MAX_GROWTH,
			figures
		},
		{
			what: 'Members that the app looks up in a second',
			measured: aSecond(({ lookUps }) => lookUps),
			limit: `one a view, and one a member in ${USER_CACHE_SECONDS} s`,
			met: [few, many].every((run) => run.lookUps <= maxLookUps(run)),
			figures
		},
		{
			what: 'Memory of the app at the start, halfway and at the end',
			measured: `heap ${inMegabytes('heap')} MB, process ${inMegabytes('resident')} MB`,
			limit: `heap ≤ ${MAX_HEAP_MEGABYTES} MB`,
			met: Math.max(start.heap, middle.heap, end.heap) <= MAX_HEAP_MEGABYTES,
			figures
		}
	];
}

/** One for each view, and one for each member and each time that the app forgets members. */
function maxLookUps({ members, seconds, viewsBegun }: Run): number {
	return Math.min(viewsBegun, members * Math.ceil(seconds / USER_CACHE_SECONDS));
}
