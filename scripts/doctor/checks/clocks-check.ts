import { type Finding, must, ok, should, unknown } from '../finding.ts';

/** Time of a server, and start and end of the request by this machine's clock, in milliseconds. */
export interface Reading {
	date: number | null;
	sentAt: number;
	receivedAt: number;
}

/** Tokens are renewed up to a minute ahead, and a signed event is believed for two. */
const MAX_SECONDS = 60;
const WARNING_SECONDS = 5;
/** The Date header has no fractions. */
const DATE_RESOLUTION_MILLISECONDS = 1000;

/** Reads the Date header of an answer. */
export function readClock(answer: {
	headers: Headers;
	sentAt: number;
	receivedAt: number;
}): Reading {
	const date = Date.parse(answer.headers.get('date') ?? '');
	const { sentAt, receivedAt } = answer;
	return { date: Number.isNaN(date) ? null : date, sentAt, receivedAt };
}

/** By how many seconds a clock is ahead of this machine's at least, or behind where that is negative. */
export function skewOf({ date, sentAt, receivedAt }: Reading & { date: number }): number {
	if (date > receivedAt) return (date - receivedAt) / 1000;
	if (date + DATE_RESOLUTION_MILLISECONDS < sentAt)
		return (date + DATE_RESOLUTION_MILLISECONDS - sentAt) / 1000;
	return 0;
}

/** Judges the clocks of the site and of Directus by each other, then by this machine's. */
export function judgeClocks(site: Reading, directus: Reading): Finding[] {
	if (site.date === null || directus.date === null) {
		return [unknown('clock', 'A response has no Date header, so the clock is unknown.')];
	}
	const siteSkew = skewOf({ ...site, date: site.date });
	const directusSkew = skewOf({ ...directus, date: directus.date });
	const apart = Math.abs(siteSkew - directusSkew);
	if (apart > WARNING_SECONDS) {
		const complain = apart > MAX_SECONDS ? must : should;
		return [
			complain('clock', {
				what: `The clocks of the site and of Directus are ${inWords(apart)} apart.`,
				why: "Tokens seem to run out too early or too late, and signed events are refused. Beyond five minutes Directus does not take the app's proof: the site is down.",
				fix: 'Let both machines take their time from the network (chrony, systemd-timesyncd).'
			})
		];
	}
	if (Math.abs(siteSkew) > MAX_SECONDS) {
		return [
			should('clock-here', {
				what: `The site and this machine are ${inWords(Math.abs(siteSkew))} apart.`,
				why: 'One of them is wrong. One-time codes are refused by a server with a wrong clock.',
				fix: 'Compare both with a clock you trust.'
			})
		];
	}
	return [ok('clock', 'The clocks of the site, of Directus and of this machine agree.')];
}

function inWords(seconds: number): string {
	return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
}
