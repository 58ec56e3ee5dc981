import type { Variable } from '../../contract/environment-variables.ts';

const WIDTH = 100;
/** Values that docker compose reads without quotes. */
const PLAIN = /^[\w@%+=:,./-]*$/;

/** The text of a .env file: every variable with its purpose; those without a value are commented out. */
export function dotenv(variables: readonly Variable[], values: Map<string, string>): string {
	const lines = variables.flatMap(({ name, about, fallback = '' }) => {
		const value = values.get(name);
		return [
			...(about ? ['', ...comment(about)] : []),
			value === undefined ? `#${name}=${fallback}` : `${name}=${quoted(value)}`
		];
	});
	return ['# For docker compose; made by npm run env:make. Keep it secret.', ...lines, ''].join(
		'\n'
	);
}

/** The text of a .env file with another value of a variable, in the place of the line that has it or comments it out. */
export function withVariable(text: string, name: string, value: string): string {
	const line = `${name}=${quoted(value)}`;
	const present = new RegExp(`^#?${name}=.*$`, 'm');
	// by a function: a value may hold what `replace` would expand
	return present.test(text) ? text.replace(present, () => line) : `${text.trimEnd()}\n${line}\n`;
}

function comment(text: string): string[] {
	const lines = ['#'];
	for (const word of text.split(' ')) {
		const line = `${lines.at(-1)} ${word}`;
		if (line.length > WIDTH) lines.push(`# ${word}`);
		else lines[lines.length - 1] = line;
	}
	return lines;
}

/** In single quotes nothing has a meaning but their end. */
function quoted(value: string): string {
	if (PLAIN.test(value)) return value;
	if (!/['\r\n]/.test(value)) return `'${value}'`;
	return `"${value
		.replace(/[\\"$]/g, '\\$&')
		.replaceAll('\n', '\\n')
		.replaceAll('\r', '\\r')}"`;
}
