import { type Asker, askers } from './world.ts';

/** One cell of a table of rights. */
export interface Right {
	what: string;
	asker: Asker;
	allowed: boolean;
}

/**
 * Reads a table of rights: a line of askers, then lines of a name and for each asker `yes` or `-`, with two spaces or
 * more between the columns.
 */
export function rights(table: string): Right[] {
	const [head = [], ...lines] = table
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s{2,}/));
	if (head.join() !== askers.join()) throw new Error(`the columns must be ${askers.join(', ')}`);
	return lines.flatMap(([what = '', ...cells]) => {
		if (cells.length !== askers.length) throw new Error(`${what}: ${cells.length} columns`);
		return askers.map((asker, index) => ({ what, asker, allowed: parse(cells[index]) }));
	});
}

function parse(cell: string | undefined): boolean {
	if (cell === 'yes') return true;
	if (cell === '-') return false;
	throw new Error(`neither yes nor -: ${cell}`);
}
