// npm run docs: writes the tables of variables into docs/operations.md, from where they are declared. With --check it
// only reports whether they are current.
import {
	APP_VARIABLES,
	COMPOSE_VARIABLES,
	DIRECTUS_VARIABLES,
	SERVER_VARIABLES,
	type Variable
} from '@portico/contract/environment-variables.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

const DOCUMENT = path.resolve(import.meta.dirname, '../docs/operations.md');

const before = readFileSync(DOCUMENT, 'utf8');
const tables = {
	compose: COMPOSE_VARIABLES,
	app: [...SERVER_VARIABLES, ...APP_VARIABLES],
	directus: DIRECTUS_VARIABLES
};
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

/** Puts a table between the marks of this name. */
function withTable(text: string, name: string, variables: readonly Variable[]): string {
	const [begin, end] = [`<!-- variables: ${name} -->`, `<!-- end: ${name} -->`];
	const [head, rest] = text.split(begin);
	const tail = rest?.split(end)[1];
	if (head === undefined || tail === undefined) throw new Error(`${DOCUMENT} has no ${begin}`);
	return `${head}${begin}\n\n${table(variables)}\n\n${end}${tail}`;
}

/** One row for a variable with a description, together with those after it that have none. */
function table(variables: readonly Variable[]): string {
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
