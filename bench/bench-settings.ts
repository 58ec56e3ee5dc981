import { parseArgs } from 'node:util';
import { UserError } from '../scripts/site/user-error.ts';

/** How much is measured. */
export interface Settings {
	/** How often each page is measured in ours and in the bare app. */
	rounds: number;
	/** How long each time. */
	seconds: number;
	/** How many connections ask at once, each as fast as it is answered. */
	connections: number;
	/** Page views at once that share one expired access token. */
	storm: number;
	/** Sign-ins through the app, and as many at Directus. */
	signIns: number;
	/** The file that gets the figures. */
	output: string;
}

const THOROUGH = { rounds: 9, seconds: 4, connections: 10, storm: 1_000, signIns: 15 };
const QUICK = { rounds: 2, seconds: 1, connections: 10, storm: 100, signIns: 3 };

export const HELP = `Usage: npm run bench -- [options]

  --rounds N        how often each page is measured in ours and in the bare app (${THOROUGH.rounds})
  --seconds N       how long each time (${THOROUGH.seconds})
  --connections N   how many ask at once (${THOROUGH.connections})
  --quick           a minute instead of five: shows that it works, and little more
  --output FILE     gets the figures as JSON (bench/results.json)
  --help            this page
`;

/**
 * Reads the command line; null where the person asked for help.
 *
 * @throws UserError for an option or a value that is not known
 */
export function parseSettings(args: string[]): Settings | null {
	const given = parseFlags(args);
	if (given.help) return null;
	const usual = given.quick ? QUICK : THOROUGH;
	return {
		...usual,
		rounds: count('--rounds', given.rounds, usual.rounds),
		seconds: count('--seconds', given.seconds, usual.seconds),
		connections: count('--connections', given.connections, usual.connections),
		output: given.output || 'bench/results.json'
	};
}

function parseFlags(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				rounds: { type: 'string' },
				seconds: { type: 'string' },
				connections: { type: 'string' },
				quick: { type: 'boolean' },
				output: { type: 'string' },
				help: { type: 'boolean' }
			}
		}).values;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new UserError(message, 'npm run bench -- --help lists the options.');
	}
}

function count(name: string, value: string | undefined, usual: number): number {
	if (!value) return usual;
	const number = Number(value);
	if (!Number.isInteger(number) || number < 1) {
		throw new UserError(`${name} must be a whole number from 1, not "${value}".`);
	}
	return number;
}
