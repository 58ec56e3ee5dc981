import { parseArgs } from 'node:util';
import { UserError } from '../site/user-error.ts';

/** An option of a command. */
export interface Option {
	/** The placeholder of its value on the help page, such as DIR; a flag has none. */
	value?: string;
	/** The type of its value, else text: a port, or a count from 1. */
	kind?: 'port' | 'count';
	/** The environment variable that is read where the option is not given. */
	variable?: string;
	/** Its value where neither is given. */
	fallback?: string | number;
	/** One line for the help page. */
	help: string;
	/** Text of the help page about its absence, in place of variable and fallback. */
	otherwise?: string;
}

/** The options of a command, and the texts of its help page. */
export interface Command {
	/** The command line up to the options, such as `npm run doctor --`. */
	start: string;
	/** The arguments beside the options, such as FOLDER. Without it there are none. */
	operands?: string;
	about?: string;
	options: Readonly<Record<string, Option>>;
	/** Treatment of an empty value: the same as no option (without this), refused, or a value like others. */
	empty?: 'refused' | 'kept';
	notes?: string;
	/** The exit code of a user error, else 1. */
	errorCode?: number;
}

type Value<O extends Option> = O extends { value: string }
	? | (O extends { kind: string } ? number : string)
		| (O extends { fallback: unknown } ? never : undefined)
	: boolean;

/** The values of a command's options, by name. */
export type Values<C extends Command> = { [Name in keyof C['options']]: Value<C['options'][Name]> };

/** The parsed command line. */
export interface Given<C extends Command> {
	values: Values<C>;
	operands: string[];
}

const LARGEST_PORT = 65_535;
const HELP: Option = { help: 'this page' };

/**
 * Reads the command line, and the variables of its options; null with --help.
 *
 * @throws UserError that names the option that is unknown, lacks its value, is repeated or has a wrong value
 */
export function readOptions<C extends Command>(
	command: C,
	args: string[],
	environment: NodeJS.ProcessEnv = process.env
): Given<C> | null {
	const { given, operands } = parse(command, args);
	if (given.help) return null;
	const values = Object.entries(command.options).map(([name, option]) => [
		name,
		option.value ? read(command, name, option, given[name], environment) : given[name] === true
	]);
	// each has the type that its declaration says
	return { values: Object.fromEntries(values) as Values<C>, operands };
}

function parse(command: Command, args: string[]) {
	const known: Record<string, Option> = { ...command.options, help: HELP };
	const types = Object.entries(known).map(
		([name, { value }]) => [name, { type: value ? 'string' : 'boolean' }] as const
	);
	try {
		const { values, positionals, tokens } = parseArgs({
			args,
			options: Object.fromEntries(types),
			allowPositionals: command.operands !== undefined,
			tokens: true
		});
		const names = tokens.flatMap((token) => (token.kind === 'option' ? token.name : []));
		const repeated = names.find((name, index) => known[name]?.value && names.indexOf(name) < index);
		if (repeated) throw new Error(`--${repeated} is given more than once.`);
		return { given: values as Record<string, string | boolean | undefined>, operands: positionals };
	} catch (error) {
		throw new UserError(error instanceof Error ? error.message : String(error), helpHint(command));
	}
}

function read(
	command: Command,
	name: string,
	{ kind, variable = '', fallback }: Option,
	given: string | boolean | undefined,
	environment: NodeJS.ProcessEnv
): string | number | undefined {
	if (given === '' && command.empty === 'kept') return given;
	if (given === '' && command.empty === 'refused') {
		throw new UserError(`--${name} has no value.`, helpHint(command));
	}
	const [source, text] = given ? [`--${name}`, String(given)] : [variable, environment[variable]];
	if (!text) return fallback;
	if (kind === 'port') return readPort(source, text);
	return kind === 'count' ? readNumber(source, text, 'a whole number from 1', Infinity) : text;
}

/** A port that an option or a variable names. @throws UserError where it is none */
export function readPort(source: string, text: string): number {
	return readNumber(source, text, `a port from 1 to ${LARGEST_PORT}`, LARGEST_PORT);
}

function readNumber(source: string, text: string, expected: string, largest: number): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= 1 && number <= largest) return number;
	throw new UserError(`${source} must be ${expected}, not "${text}".`);
}

/** Tells a person where the options are listed. */
export function helpHint({ start }: Command): string {
	return `${start} --help lists the options.`;
}

/** The text for --help. */
export function helpPage({ start, operands, about, options, notes }: Command): string {
	const usage = ['Usage:', start, operands, '[options]'].filter(Boolean).join(' ');
	const rows = Object.entries({ ...options, help: HELP }).map(([name, option]) => [
		`--${name} ${option.value ?? ''}`.trim(),
		option.help,
		option.otherwise ?? otherwise(option)
	]);
	return [usage, about, table(rows), notes].filter(Boolean).join('\n\n');
}

function otherwise({ variable, fallback }: Option): string {
	return [variable, fallback === undefined ? null : `else ${fallback}`].filter(Boolean).join(', ');
}

function table(rows: string[][]): string {
	const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
	return rows
		.map(([left = '', middle = '', right = '']) =>
			`  ${left.padEnd(width(0))}   ${middle.padEnd(width(1))}   ${right}`.trimEnd()
		)
		.join('\n');
}
