// npm run docs: writes the tables of variables into docs/operations.md, from where they are declared. With --check it
// only tells whether they are current.
import { DEFAULTS } from '@portico/contract/defaults.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type Variable, VARIABLES } from './environment/variables.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../docs/operations.md');

/** What app/server.js and adapter-node read before the app's own code runs. */
const SERVER: Variable[] = [
	{
		name: 'HOST',
		about: 'Address and port that the app listens on; localhost stands for 127.0.0.1 and ::1.',
		fallback: 'localhost'
	},
	{ name: 'PORT', fallback: '3000' },
	{
		name: 'ADDRESS_HEADER',
		about: 'The header in which the proxy passes the client address, and the number of proxies.'
	},
	{ name: 'XFF_DEPTH', fallback: '1' },
	{ name: 'BODY_SIZE_LIMIT', about: 'Largest accepted request body.', fallback: '512K' },
	{
		name: 'DRAIN_SECONDS',
		about: 'How long it accepts requests after SIGTERM, until the proxy has noticed.',
		fallback: '0'
	}
];

/** What our extension and set-up of Directus read, beyond Directus' own. */
const DIRECTUS: Variable[] = [
	{
		name: 'PORTICO_EVENTS_URLS',
		about:
			'URLs that receive events about changes, separated by commas. With Redis one replica of the app is enough: it passes them on.',
		fallback: 'http://127.0.0.1:3000/hooks/directus'
	},
	{
		name: 'PORTICO_DIRECTUS_API',
		about:
			'Who may call the API: the app and people with Studio access (studio), or everybody (open). PORTICO_DIRECTUS_PATHS opens single paths to everybody, separated by commas.',
		fallback: 'studio'
	},
	{ name: 'PORTICO_DIRECTUS_PATHS' },
	{
		name: 'SESSION_REFRESH_GRACE_PERIOD',
		about: 'How long a refresh token can be used again; it returns the same successor.',
		fallback: DEFAULTS.SESSION_REFRESH_GRACE_PERIOD
	}
];

const before = readFileSync(DOCUMENT, 'utf8');
const tables = { compose: VARIABLES, app: [...SERVER, ...(await ofTheApp())], directus: DIRECTUS };
const filled = Object.entries(tables).reduce(
	(text, [name, variables]) => withTable(text, name, variables),
	before
);
const after = await format(filled, { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT });
if (before !== after && process.argv.includes('--check')) {
	console.error('docs/operations.md does not say what the sources say: npm run docs writes it.');
	process.exitCode = 1;
} else if (before !== after) {
	writeFileSync(DOCUMENT, after);
}

/** What src/env.ts declares, beyond what is explained already. */
async function ofTheApp(): Promise<Variable[]> {
	// there the app asks Kit whether it is being built; here nothing is running either
	const building = 'data:text/javascript,export const building = true';
	registerHooks({
		resolve: (specifier, context, next) =>
			specifier === '$app/env' ? { url: building, shortCircuit: true } : next(specifier, context)
	});
	const { variables } = await import('../app/src/env.ts');
	const known = new Set([...VARIABLES, ...SERVER].map(({ name }) => name));
	return Object.entries(variables)
		.filter(([name]) => !known.has(name))
		.map(([name, { description }]) => ({ name, about: description }));
}

/** Puts a table between the marks of this name. */
function withTable(text: string, name: string, variables: Variable[]): string {
	const [begin, end] = [`<!-- variables: ${name} -->`, `<!-- end: ${name} -->`];
	const [head, rest] = text.split(begin);
	const tail = rest?.split(end)[1];
	if (head === undefined || tail === undefined) throw new Error(`${DOCUMENT} has no ${begin}`);
	return `${head}${begin}\n\n${table(variables)}\n\n${end}${tail}`;
}

/** One row for a variable that says what it is for, and those after it that say nothing. */
function table(variables: Variable[]): string {
	const groups: Variable[][] = [];
	for (const variable of variables) {
		if (variable.about || groups.length === 0) groups.push([variable]);
		else groups.at(-1)?.push(variable);
	}
	const rows = groups.map((group) => {
		const names = group.map(({ name }) => code(name));
		const fallbacks = group.map(({ fallback }) => (fallback ? code(fallback) : '–'));
		const known = fallbacks.some((fallback) => fallback !== '–') ? fallbacks : [];
		return `| ${names.join(', ')} | ${known.join(', ')} | ${group[0]?.about ?? ''} |`;
	});
	return ['| Variable | Else | |', '| --- | --- | --- |', ...rows].join('\n');
}

function code(text: string): string {
	return `\`${text}\``;
}
