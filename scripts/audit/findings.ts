import { type Caller, CALLERS } from './expectation.ts';
import type { Sightings } from './sightings.ts';

/** What each caller may see, by kind of word. */
export type Expectation = Map<string, Map<Caller, boolean>>;

/** What differs between what was seen and what may be seen, in words. */
export function findings(sightings: Sightings, expectation: Expectation, kinds: Set<string>) {
	const unexpected = [...kinds].filter((kind) => !expectation.has(kind));
	const missing = [...expectation.keys()].filter((kind) => !kinds.has(kind));
	const differences = [...expectation].flatMap(([kind, rights]) => {
		if (!kinds.has(kind)) return [];
		return [...rights].flatMap(([caller, may]) => {
			const where = sightings.where(kind, caller);
			if (where !== null && !may) return [`Leak: ${caller} sees "${kind}" at ${where}.`];
			if (where === null && may)
				return [`Blind: ${caller} should see "${kind}", and saw it nowhere.`];
			return [];
		});
	});
	return [
		...unexpected.map((kind) => `Nothing says who may see "${kind}".`),
		...missing.map((kind) => `No word stands for "${kind}".`),
		...differences
	];
}

/** Who saw what, and where first, as lines of a table. */
export function matrix(sightings: Sightings, kinds: Set<string>): string {
	const width = Math.max(...[...kinds].map(({ length }) => length));
	const line = (kind: string, cells: string[], where = '') =>
		`${kind.padEnd(width)}  ${cells.map((cell) => cell.padEnd(8)).join('  ')}  ${where}`.trimEnd();
	const rows = [...kinds].map((kind) => {
		const places = CALLERS.map((caller) => sightings.where(kind, caller));
		const seen = places.map((place) => (place === null ? '-' : 'yes'));
		return line(
			kind,
			seen,
			CALLERS.flatMap((caller, index) => {
				const place = places[index];
				return place ? [`${caller}: ${place}`] : [];
			}).join('; ')
		);
	});
	return [line('', [...CALLERS], 'seen first at'), ...rows].join('\n');
}
