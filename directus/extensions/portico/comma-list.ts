/** The parts of a text with commas; Directus has already made a list of one that has several. */
export function commaList(value: unknown): string[] {
	const values: unknown[] = Array.isArray(value) ? value : [value];
	return values
		.flatMap((one) => (typeof one === 'string' ? one.split(',') : []))
		.map((one) => one.trim())
		.filter((one) => one !== '');
}
