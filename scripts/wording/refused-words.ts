/** Words that the project does without, each with a plain replacement. */
const REFUSED = new Map([
	['whoever', 'a concrete subject: the visitor, the client, an attacker'],
	['whomever', 'a concrete subject: the visitor, the client, an attacker'],
	['somebody', 'a concrete subject: the member, an editor, a person'],
	['obstacle', 'user error'],
	['liveness', 'user cache'],
	['under way', 'in flight, or running'],
	['publicly', 'by the public, or for everyone'],
	['hear', 'receive'],
	['hears', 'receives'],
	['heard', 'accepted, or received']
]);

/** A word by itself, in a compound (under-way), or in an identifier (underWay, isObstacle, livenessCache). */
const PATTERN = new RegExp(
	[...REFUSED.keys()]
		.map((word) => (word.length > 5 ? word.replace(' ', '[ -]?') : `\\b${word}\\b`))
		.join('|'),
	'gi'
);

/** A refused word in a file. */
export interface Finding {
	/** From 1. */
	line: number;
	word: string;
	instead: string;
}

/** The refused words of a text, in order. */
export function findingsIn(text: string): Finding[] {
	return text.split('\n').flatMap((line, index) =>
		[...line.matchAll(PATTERN)].map(([word]) => ({
			line: index + 1,
			word,
			instead: REFUSED.get(word.toLowerCase().replace(/^under-?way$/, 'under way')) ?? ''
		}))
	);
}
