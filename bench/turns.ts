import { summary, type Summary } from './statistics.ts';

/** What is measured in one round, by name. */
export type Round<Name extends string, Sample> = Record<Name, Sample>;

/**
 * Measures one after the other, in rounds, so that what else the machine does hits all of them. Every second round runs
 * backwards: what comes first has no advantage. A round before them only warms up, except where one round is enough.
 *
 * @param prepare makes what is measured in a round, by name
 */
export async function inTurns<Name extends string, Sample>(
	rounds: number,
	prepare: () => Promise<Record<Name, () => Promise<Sample>>>
): Promise<Round<Name, Sample>[]> {
	const measured: Round<Name, Sample>[] = [];
	for (let round = rounds > 1 ? 0 : 1; round <= rounds; round += 1) {
		const turns = Object.entries(await prepare()) as [Name, () => Promise<Sample>][]; // it has no other keys
		const samples: [string, Sample][] = [];
		for (const [name, measure] of round % 2 === 0 ? turns : turns.toReversed()) {
			samples.push([name, await measure()]);
		}
		// each name has its sample
		if (round > 0) measured.push(Object.fromEntries(samples) as Round<Name, Sample>);
	}
	return measured;
}

/** One quantity as a share of another of the same round: the speed of the machine changes between rounds. */
export function shares<Sample>(
	rounds: Sample[],
	of: (round: Sample) => number,
	against: (round: Sample) => number
): Summary {
	return summary(rounds.map((round) => of(round) / against(round)));
}
