import type { Sample } from './page-load.ts';
import type { Row } from './row.ts';
import { inWords, summary, type Summary } from './statistics.ts';
import { type Round, shares } from './turns.ts';

/** What of each round is compared with what, and the limit. */
export interface Compared<Name> {
	what: string;
	of: Name;
	against: Name;
	/** The least that the share of the requests per second may be; null where none was promised. */
	least: number | null;
}

/** The row for one page as a share of another, by requests per second and by CPU time. */
export function comparison<Name extends string>(
	rounds: Round<Name, Sample>[],
	{ what, of, against, least }: Compared<Name>
): Row {
	const requests = (name: Name) => (round: Round<Name, Sample>) => round[name].requestsPerSecond;
	const cpuTime = (name: Name) => (round: Round<Name, Sample>) => round[name].cpuMilliseconds;
	const share = shares(rounds, requests(of), requests(against));
	const shareByCpuTime = shares(rounds, cpuTime(against), cpuTime(of));
	return {
		what,
		measured: `${inWords(share)}, by CPU time ${shareByCpuTime.median.toFixed(2)}`,
		limit: least === null ? '-' : `≥ ${least.toFixed(2)}`,
		met: least === null ? null : share.median >= least,
		figures: {
			share,
			shareByCpuTime,
			[of]: summaries(rounds.map((round) => round[of])),
			[against]: summaries(rounds.map((round) => round[against]))
		}
	};
}

function summaries(samples: Sample[]): Record<keyof Sample, Summary> {
	return {
		requestsPerSecond: summary(samples.map(({ requestsPerSecond }) => requestsPerSecond)),
		cpuMilliseconds: summary(samples.map(({ cpuMilliseconds }) => cpuMilliseconds))
	};
}
