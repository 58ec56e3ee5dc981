import autocannon from 'autocannon';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startDirectus } from '../test/support/own-directus.ts';
import { Relay } from '../test/support/relay.ts';
import { type Crowd, makeCrowd } from './crowd.ts';
import type { MeasuredServer } from './measured-server.ts';
import { startMeasuredApp } from './measured-site.ts';
import type { Row } from './row.ts';

/** How many people and articles, and how they visit them. */
export interface Scale {
	/** The members of the two runs, which differ in nothing else. */
	members: [few: number, many: number];
	articles: number;
	seconds: number;
	/** From random members, of random articles. */
	viewsPerSecond: number;
}

export const SCALE: Scale = {
	members: [1_000, 10_000],
	articles: 10_000,
	seconds: 60,
	viewsPerSecond: 8
};

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

/** What a number of members cost, on one process of the app. */
interface Run {
	members: number;
	viewsPerSecond: number;
	/** Milliseconds. */
	latency: { median: number; p99: number };
	memory: Record<'start' | 'middle' | 'end', Memory>;
	/** Calls of the app to Directus, by path. */
	calls: Record<string, number>;
	lookUpsPerSecond: number;
	contentReadsPerSecond: number;
	contentReadsPerView: number;
}

/**
 * Members of five roles read articles at a fixed rate, first few and then many of them. What the app asks Directus for is
 * counted between the two, with the members apart: each is looked up by a call of their own.
 */
export async function measureScale(
	{ members, articles, ...visits }: Scale,
	tell: (line: string) => void
): Promise<Row[]> {
	const secret = randomUUID();
	// Directus is busy all the time, which is no reason to turn requests away here
	const directus = await startDirectus({ SECRET: secret, PRESSURE_LIMITER_ENABLED: 'false' });
	const relay = await Relay.to(directus.directusUrl);
	try {
		const [few, many] = members;
		tell(`${many} members and ${articles} articles`);
		const crowd = await makeCrowd(directus, secret, { members: many, articles });
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
		return rows(await run(few), await run(many), visits.seconds);
	} finally {
		await relay.close();
		await directus.end();
	}
}

async function visit(
	app: MeasuredServer,
	relay: Relay,
	{ visitors, articles }: Crowd,
	{ seconds, viewsPerSecond }: Pick<Scale, 'seconds' | 'viewsPerSecond'>
): Promise<Run> {
	const any = <T>(all: T[]): T => all[randomInt(all.length)] as T; // there are some
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
					path: any(articles),
					headers: { accept: 'text/html', cookie: any(visitors).cookie }
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
	const contentReads = relay.requests.length - lookUps;
	return {
		members: visitors.length,
		viewsPerSecond: requests.total / duration,
		latency: { median: latency.p50, p99: latency.p99 },
		memory: { start, middle: await halfway, end },
		calls,
		lookUpsPerSecond: lookUps / duration,
		contentReadsPerSecond: contentReads / duration,
		contentReadsPerView: contentReads / requests.total
	};
}

async function memoryOf(app: MeasuredServer): Promise<Memory> {
	const { heapUsed, rss } = await app.memory();
	return { heap: heapUsed / BYTES_PER_MEGABYTE, resident: rss / BYTES_PER_MEGABYTE };
}

/** The rows for a run with few members and one with many. */
export function rows(few: Run, many: Run, seconds: number): Row[] {
	const growth = many.contentReadsPerView / few.contentReadsPerView;
	const { start, middle, end } = many.memory;
	const highest = Math.max(middle.heap, end.heap);
	const inMegabytes = (part: keyof Memory) =>
		[start, middle, end].map((memory) => memory[part].toFixed(0)).join(', ');
	const mostLookUps = ({ members }: Run) =>
		Math.min(members / USER_CACHE_SECONDS + members / seconds, Infinity);
	const both = (value: (run: Run) => number) =>
		`${value(many).toFixed(1)} (${value(few).toFixed(1)})`;
	const figures = { few, many };
	return [
		{
			what: `Views a second, of ${many.members} members (of ${few.members})`,
			measured: `${both((run) => run.viewsPerSecond)}, median ${many.latency.median} ms, p99 ${many.latency.p99} ms`,
			limit: '-',
			met: null,
			figures
		},
		{
			what: 'Content that the app reads from Directus, a view',
			measured: `${many.contentReadsPerView.toFixed(2)} ÷ ${few.contentReadsPerView.toFixed(2)} calls = ${growth.toFixed(2)}`,
			limit: `≤ ${MAX_GROWTH.toFixed(2)}`,
			met: growth <= MAX_GROWTH,
			figures: null
		},
		{
			what: 'Look-ups of members, a second',
			measured: both((run) => run.lookUpsPerSecond),
			limit: `≤ a view, ≤ each member in ${USER_CACHE_SECONDS} s`,
			met: [few, many].every(
				(run) =>
					run.lookUpsPerSecond <= mostLookUps(run) && run.lookUpsPerSecond <= run.viewsPerSecond
			),
			figures: null
		},
		{
			what: 'Memory of the app at the start, in the middle, at the end',
			measured: `heap ${inMegabytes('heap')} MB, process ${inMegabytes('resident')} MB`,
			limit: `heap ≤ ${MAX_HEAP_MEGABYTES} MB`,
			met: highest <= MAX_HEAP_MEGABYTES,
			figures: null
		}
	];
}
