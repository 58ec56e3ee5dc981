import { readiness } from '@portico/contract/readiness.ts';
import * as v from 'valibot';
import { type Finding, must, ok, should } from '../finding.ts';

/** Responses of `/healthz` and `/readyz`; status null without a response. */
export interface Readiness {
	health: number | null;
	ready: number | null;
	/** States of Directus and Redis in `/readyz`, where it contains them. */
	directus: string | null;
	redis: string | null;
	/** Whether `/metrics` is public. */
	metrics: boolean;
}

const TIMEOUT_MILLISECONDS = 10_000;

const answer = v.pipe(v.string(), v.parseJson(), readiness);

/** Requests health, readiness and metrics of the site. */
export async function readReadiness(siteUrl: string): Promise<Readiness> {
	const [health, ready, metrics] = await Promise.all(
		['/healthz', '/readyz', '/metrics'].map((path) => fetchStatus(siteUrl + path))
	);
	const said = v.safeParse(answer, ready?.body ?? '');
	return {
		health: health?.status ?? null,
		ready: ready?.status ?? null,
		directus: (said.success && said.output.directus) || null,
		redis: (said.success && said.output.redis) || null,
		metrics: metrics?.status === 200 && metrics.body.includes('# TYPE ')
	};
}

async function fetchStatus(url: string): Promise<{ status: number; body: string } | null> {
	try {
		const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
		const response = await fetch(url, { redirect: 'manual', signal });
		return { status: response.status, body: await response.text() };
	} catch {
		return null;
	}
}

/** Judges whether the site responds and is ready. */
export function judgeReadiness(
	siteUrl: string,
	source: string,
	{ health, ready, directus, redis, metrics }: Readiness
): Finding[] {
	if (health === null) {
		return [
			must('site-answers', {
				what: `${siteUrl} does not respond.`,
				why: 'The site is not reachable, and little else can be checked.',
				fix: `Start it, or say where it is (this address is from ${source}): --url URL`
			})
		];
	}
	if (health >= 300 && health < 400) {
		return [
			must('site-answers', {
				what: `${siteUrl} leads elsewhere (${health}).`,
				why: 'The site has another address, and only there can people sign in.',
				fix: 'Say that one, which is APP_ORIGIN of the app: --url URL'
			})
		];
	}
	if (health !== 200) {
		return [
			must('site-answers', {
				what: `${siteUrl}/healthz answers ${health}.`,
				why: 'What answers there is not the app, or the proxy does not reach it.',
				fix: 'See whether the app runs, and where the proxy sends what it gets.'
			})
		];
	}
	return [judgeReady(ready, directus), ...judgeRedis(redis), ...judgeMetrics(metrics)];
}

function judgeReady(ready: number | null, directus: string | null): Finding {
	if (ready === 200) return ok('site-ready', 'The site answers, and reaches Directus.');
	return must('site-ready', {
		what: `The site is not ready (${ready ?? 'no answer'}): Directus ${directus ?? 'does not respond'}.`,
		why: 'No one can sign in, and pages are stale copies or errors.',
		fix: "Look at Directus' log, at DIRECTUS_URL of the app, and whether PORTICO_EVENTS_SECRET and the clocks are the same for both."
	});
}

function judgeRedis(redis: string | null): Finding[] {
	if (redis === null) return [];
	if (redis === 'ready') return [ok('site-redis', 'The app reaches Redis.')];
	return [
		should('site-redis', {
			what: 'The app does not reach Redis, though REDIS_URL is set.',
			why: 'The processes of the app refresh and count each for itself; events reach only some.',
			fix: 'Start Redis, or correct REDIS_URL of the app.'
		})
	];
}

function judgeMetrics(metrics: boolean): Finding[] {
	if (!metrics) return [];
	return [
		should('metrics-public', {
			what: '/metrics of the site is public.',
			why: 'It shows strangers the numbers of requests and failures.',
			fix: 'Let the proxy pass on only the port of the site, not that of the metrics.'
		})
	];
}
