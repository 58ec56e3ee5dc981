/** A line that says left or right where a page may run from right to left. */
export interface PhysicalDirection {
	line: number;
	found: string;
}

const SIDE = '(?:left|right)';
const PROPERTIES = [
	String.raw`(?:margin|padding|border|inset|scroll-margin|scroll-padding)-${SIDE}(?:-\w+)?\s*:`,
	String.raw`border-(?:top|bottom)-${SIDE}-radius\s*:`,
	String.raw`${SIDE}\s*:`,
	String.raw`(?:text-align|float|clear|transform-origin)\s*:[^;]*\b${SIDE}\b`
];
/** Utilities of Tailwind, such as `ml-2`, `-right-4`, `border-l` and `text-left`. */
const CLASSES = [
	String.raw`-?(?:scroll-)?[mp][lr]-[\w[(]+`,
	String.raw`-?${SIDE}-(?:[\d[(]|px|auto|full)`,
	String.raw`border-[lr](?![\w])`,
	String.raw`rounded-(?:[lr]|[tb][lr])(?![\w])`,
	String.raw`(?:text|float|clear|origin|origin-top|origin-bottom)-${SIDE}(?![\w])`,
	String.raw`-?translate-x-[\w[(]+`
];
const PHYSICAL = new RegExp(String.raw`(?<![\w-])(?:${[...PROPERTIES, ...CLASSES].join('|')})`);
/** With four values, of which the second is that of the right side and the last that of the left. */
const FOUR_SIDES = /(?<![\w-])(?:margin|padding|inset):\s*(\S+) (\S+) (\S+) ([^\s;]+);/;
/** What a comment says that gives the reason for an exception: the rule below it, to its end. */
const EXCEPTION = 'physical:';

/** Finds left and right in styles and classes: `margin-left`, `text-left`, and not `margin-inline-start`. */
export function physicalDirections(source: string): PhysicalDirection[] {
	let isExplained = false;
	return source.split('\n').flatMap((text, index) => {
		if (text.includes(EXCEPTION)) isExplained = true;
		const found = isExplained ? null : (PHYSICAL.exec(text)?.[0] ?? lopsided(text));
		if (text.startsWith('}')) isExplained = false;
		return found === null ? [] : [{ line: index + 1, found }];
	});
}

function lopsided(text: string): string | null {
	const sides = FOUR_SIDES.exec(text);
	return sides && sides[2] !== sides[4] ? sides[0] : null;
}
