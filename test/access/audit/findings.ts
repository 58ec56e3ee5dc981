import type { Caller } from './expectation.ts';
import type { Sightings } from './sightings.ts';

/** Permitted callers, by kind of word. */
export type Expectation = Map<string, Map<Caller, boolean>>;

/** Describes the differences between the sightings and the expectation, for these callers. */
export function findings(
	sightings: Sightings,
	expectation: Expectation,
	kinds: Set<string>,
	callers: Caller[]
): string[] {
	const unexpected = [...kinds].filter((kind) => !expectation.has(kind));
	const differences = [...expectation]
		.filter(([kind]) => kinds.has(kind))
		.flatMap(([kind, rights]) =>
			callers.flatMap((caller) => {
				const where = sightings.where(kind, caller);
				const may = rights.get(caller) ?? false;
				if (where !== null && !may) return [`Leak: ${caller} sees "${kind}" at ${where}.`];
				if (where === null && may) return [`Blind: ${caller} sees "${kind}" nowhere, and should.`];
				return [];
			})
		);
	return [...unexpected.map((kind) => `There is no expectation for "${kind}".`), ...differences];
}

/** The kinds without a planted word, which the audit cannot check. */
export function kindsWithoutWords(expectation: Expectation, kinds: Set<string>): string[] {
	return [...expectation.keys()]
		.filter((kind) => !kinds.has(kind))
		.map((kind) => `No word stands for "${kind}".`);
}

/** Table of the kinds of words, the callers that saw them, and the place of the first sighting. */
export function matrix(sightings: Sightings, kinds: Set<string>, callers: Caller[]): string {
	const width = Math.max(...[...kinds].map(({ length }) => length));
	const line = (kind: string, cells: string[], where = '') =>
		`${kind.padEnd(width)}  ${cells.map((cell) => cell.padEnd(13)).join('  ')}  ${where}`.trimEnd();
	const rows = [...kinds].map((kind) => {
		const places = callers.map((caller) => sightings.where(kind, caller));
		const seen = places.map((place) => (place === null ? '-' : 'yes'));
		return line(
			kind,
			seen,
			callers
				.flatMap((caller, index) => {
					const place = places[index];
					return place ? [`${caller}: ${place}`] : [];
				})
				.join('; ')
		);
	});
	return [line('', callers, 'seen first at'), ...rows].join('\n');
}
