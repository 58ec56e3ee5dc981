import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery } from '@portico/contract/installation-report.ts';
import { type Finding, must, ok, should } from '../finding.ts';

const MAX_MILLISECONDS = 1000;
/** Without events, the app's cache expires after 20 s. */
const TIMEOUT_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 100;
/** Behind one address several processes take turns. */
const STABLE_ANSWERS = 4;

const SLOW = 'Without events, suspending a person or changing a role counts after 20 seconds.';

/** Judges the delivery of a signed event to each address that Directus has. */
export function judgeDeliveries(deliveries: Delivery[]): Finding[] {
	if (deliveries.length === 0) {
		return [
			should('events', {
				what: 'Directus sends no events about changes.',
				why: SLOW,
				fix: 'PORTICO_EVENTS_URLS for Directus, such as http://app:3000/hooks/directus, one for each process of the app; and the same PORTICO_EVENTS_SECRET for both.'
			})
		];
	}
	const findings = deliveries.map(judgeDelivery).filter((finding) => finding !== null);
	const slowest = Math.max(...deliveries.map(({ milliseconds }) => milliseconds));
	return findings.length > 0
		? findings
		: [ok('events', `The app receives events of Directus, within ${slowest} ms.`)];
}

function judgeDelivery({ url, status, milliseconds }: Delivery): Finding | null {
	const id = 'events';
	if (status === 401) {
		return must(id, {
			what: `${url} rejects the signatures of Directus.`,
			why: `${SLOW} Directus also counts all sign-ins at the site as one person's.`,
			fix: 'The same PORTICO_EVENTS_SECRET for Directus and the app, and clocks that agree; restart both.'
		});
	}
	if (status === null || status >= 300) {
		return must(id, {
			what: `${url} does not accept events: ${status ?? 'no response'}.`,
			why: SLOW,
			fix:
				status === 404
					? 'PORTICO_EVENTS_SECRET for the app, the same as for Directus; and see that the address is the app.'
					: 'Correct PORTICO_EVENTS_URLS of Directus: addresses at which Directus itself reaches the app.'
		});
	}
	if (milliseconds <= MAX_MILLISECONDS) return null;
	return should(id, {
		what: `${url} took ${milliseconds} ms to receive an event of a change.`,
		why: 'Changes should count within a second.',
		fix: 'See what is slow: the app, Directus, or the way between them.'
	});
}

/**
 * Waits until the site takes a person for a guest whose session has just ended in Directus, and gives the milliseconds
 * that took; null where it was long.
 */
export async function untilGuest(isGuest: () => Promise<boolean>): Promise<number | null> {
	const start = Date.now();
	for (let inARow = 0; Date.now() - start < TIMEOUT_MILLISECONDS;) {
		inARow = (await isGuest()) ? inARow + 1 : 0;
		if (inARow === STABLE_ANSWERS) return Date.now() - start;
		if (inARow === 0) await delay(PAUSE_MILLISECONDS);
	}
	return null;
}

/** Judges how long that took. */
export function judgeEnding(milliseconds: number | null): Finding {
	const id = 'session-ends';
	if (milliseconds !== null) {
		return ok(id, `A session that ends in Directus ends at the site, after ${milliseconds} ms.`);
	}
	const seconds = TIMEOUT_MILLISECONDS / 1000;
	return must(id, {
		what: `${seconds} s after a session ended in Directus the site still took it for one.`,
		why: SLOW,
		fix: 'Each process of the app must receive events: an address in PORTICO_EVENTS_URLS for each, or one REDIS_URL for all.'
	});
}
