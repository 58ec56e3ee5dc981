/** A line of the table: a measurement beside its limit. */
export interface Row {
	what: string;
	measured: string;
	limit: string;
	/** null where it could not be measured. */
	met: boolean | null;
	/** Figures behind `measured`. */
	figures: object | null;
}

const HEADING = { what: 'What', measured: 'Measured', limit: 'Must be', met: 'Met' };
const VERDICTS = new Map([
	[true, 'yes'],
	[false, 'NO'],
	[null, '-']
]);

/** The rows for people, in columns. */
export function table(rows: Row[]): string {
	const lines = [HEADING, ...rows.map((row) => ({ ...row, met: VERDICTS.get(row.met) ?? '' }))].map(
		({ what, measured, limit, met }) => [what, measured, limit, met]
	);
	const widths = [0, 1, 2, 3].map((column) =>
		Math.max(...lines.map((line) => line[column]?.length ?? 0))
	);
	return lines
		.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
		.map((line) => line.trimEnd())
		.join('\n');
}
