import type { Crowd } from './crowd.ts';
import type { Exchange } from './member.ts';

/** How people fared while something went wrong. Times are in milliseconds since the epoch. */
export interface Incident {
	what: string;
	requests: number;
	/** Refused for now, with a word about when to come again. */
	unavailable: Exchange[];
	/** Other failures. */
	faults: Exchange[];
	signedOut: Exchange[];
	lostWrites: string[];
	confirmedWrites: number;
	/** From the beginning until its health check was content. */
	secondsUntilHealthy: number;
	/** From the beginning until the last request that was not served had its answer. */
	secondsUntilServed: number;
}

/** Evaluates the exchanges of the crowd. */
export async function report(
	what: string,
	crowd: Crowd,
	{ from, healthyAt }: { from: number; healthyAt: number }
): Promise<Incident> {
	const to = Date.now();
	const exchanges = crowd.exchanges(from, to);
	const of = (outcome: Exchange['outcome']) => exchanges.filter((one) => one.outcome === outcome);
	const refused = exchanges.filter(({ outcome }) => outcome !== 'served');
	const last = Math.max(from, ...refused.map(({ answeredAt }) => answeredAt));
	return {
		what,
		requests: exchanges.length,
		unavailable: of('unavailable'),
		faults: of('failed'),
		signedOut: of('signed out'),
		lostWrites: await crowd.lostWrites(from, to),
		confirmedWrites: exchanges.filter(
			({ request, outcome }) => request.startsWith('POST') && outcome === 'served'
		).length,
		secondsUntilHealthy: (healthyAt - from) / 1000,
		secondsUntilServed: (last - from) / 1000
	};
}

const COLUMNS = [
	'what failed',
	'healthy after',
	'all served after',
	'requests',
	'502/503/504',
	'other errors',
	'signed out',
	'writes',
	'lost'
];

/** The table of results, in Markdown. */
export function table(incidents: Incident[]): string {
	const rows = incidents.map((incident) => [
		incident.what,
		`${incident.secondsUntilHealthy.toFixed(1)} s`,
		`${incident.secondsUntilServed.toFixed(1)} s`,
		incident.requests,
		byStatus(incident.unavailable),
		incident.faults.length,
		incident.signedOut.length,
		incident.confirmedWrites,
		incident.lostWrites.length
	]);
	return [COLUMNS, COLUMNS.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

/** Such as `502: 3, 503: 17`. */
function byStatus(exchanges: Exchange[]): string {
	const statuses = [...new Set(exchanges.map(({ detail }) => detail))].sort();
	const count = (status: string) => exchanges.filter(({ detail }) => detail === status).length;
	return statuses.map((status) => `${status}: ${count(status)}`).join(', ') || '0';
}
