import { type Command, readOptions } from '../scripts/command/options.ts';

/** How much is measured. */
export interface Settings {
	/** How often each page is measured in ours and in the bare app. */
	rounds: number;
	/** How long each time. */
	seconds: number;
	/** The number of concurrent connections, each of which sends its next request after a response. */
	connections: number;
	/** Page views at once that share one expired access token. */
	storm: number;
	/** Sign-ins through the app, and as many at Directus. */
	signIns: number;
	/** Many members over many articles, measured in place of everything else. */
	scale: Scale | null;
	/** The file that gets the figures. */
	output: string;
}

/** How many people and articles, and how they visit them. */
export interface Scale {
	/** The members of the two runs, which differ in nothing else. */
	members: [few: number, many: number];
	articles: number;
	seconds: number;
	/** From random members, of random articles. */
	viewsPerSecond: number;
}

const SCALE: Scale = {
	members: [1_000, 10_000],
	articles: 10_000,
	seconds: 60,
	viewsPerSecond: 8
};

const THOROUGH = { rounds: 6, seconds: 2, connections: 10, storm: 1_000, signIns: 15 };
const QUICK = { rounds: 2, seconds: 1, connections: 10, storm: 100, signIns: 3 };

const number = new Intl.NumberFormat('en');

export const BENCH = {
	start: 'npm run bench --',
	options: {
		rounds: {
			kind: 'count',
			value: 'N',
			help: 'how often each page is measured in ours and in the bare app',
			otherwise: `else ${THOROUGH.rounds}`
		},
		seconds: {
			kind: 'count',
			value: 'N',
			help: 'how long each time',
			otherwise: `else ${THOROUGH.seconds}`
		},
		connections: {
			kind: 'count',
			value: 'N',
			help: 'how many ask at once',
			otherwise: `else ${THOROUGH.connections}`
		},
		quick: { help: 'a minute instead of five: shows that it works, and little more' },
		scale: {
			help: `instead: ${number.format(SCALE.members[1])} members of 5 roles over ${number.format(SCALE.articles)} articles for a minute`
		},
		output: { value: 'FILE', fallback: 'bench/results.json', help: 'gets the figures as JSON' }
	}
} as const satisfies Command;

/**
 * Reads the command line; null with --help.
 *
 * @throws UserError for an option or a value that is not known
 */
export function parseSettings(args: string[]): Settings | null {
	const given = readOptions(BENCH, args)?.values;
	if (!given) return null;
	const usual = given.quick ? QUICK : THOROUGH;
	return {
		...usual,
		rounds: given.rounds ?? usual.rounds,
		seconds: given.seconds ?? usual.seconds,
		connections: given.connections ?? usual.connections,
		scale: given.scale ? SCALE : null,
		output: given.output
	};
}
