import { type Finding, must, ok, should, unknown } from '../finding.ts';

/** Time of a server, and start and end of the request by this machine's clock, in milliseconds. */
export interface Reading {
	said: number | null;
	asked: number;
	answered: number;
}

/** Tokens are renewed up to a minute ahead, and a signed event is believed for two. */
const MOST_SECONDS = 60;
const NOTABLE_SECONDS = 5;
/** The Date header has no fractions. */
const GRAIN_MILLISECONDS = 1000;

/** Reads the Date header of an answer. */
export function readClock(answer: { headers: Headers; asked: number; answered: number }): Reading {
	const said = Date.parse(answer.headers.get('date') ?? '');
	const { asked, answered } = answer;
	return { said: Number.isNaN(said) ? null : said, asked, answered };
}

/** By how many seconds a clock is ahead of this machine's at least, or behind where that is negative. */
export function skewOf({ said, asked, answered }: Reading & { said: number }): number {
	if (said > answered) return (said - answered) / 1000;
	if (said + GRAIN_MILLISECONDS < asked) return (said + GRAIN_MILLISECONDS - asked) / 1000;
	return 0;
}

/** Judges the clocks of the site and of Directus by each other, then by this machine's. */
export function judgeClocks(site: Reading, directus: Reading): Finding[] {
	if (site.said === null || directus.said === null) {
		return [unknown('clock', 'A response has no Date header, so the clock is unknown.')];
	}
	const siteSkew = skewOf({ ...site, said: site.said });
	const directusSkew = skewOf({ ...directus, said: directus.said });
	const apart = Math.abs(siteSkew - directusSkew);
	if (apart > NOTABLE_SECONDS) {
		const complain = apart > MOST_SECONDS ? must : should;
		return [
			complain('clock', {
				what: `The clocks of the site and of Directus are ${inWords(apart)} apart.`,
				why: "Tokens seem to run out too early or too late, and signed events are refused. Beyond five minutes Directus does not take the app's proof: the site is down.",
				fix: 'Let both machines take their time from the network (chrony, systemd-timesyncd).'
			})
		];
	}
	if (Math.abs(siteSkew) > MOST_SECONDS) {
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
