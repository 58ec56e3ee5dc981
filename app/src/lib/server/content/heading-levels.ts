const TOP_LEVEL = 2;
const DEEPEST_LEVEL = 6;

/**
 * The levels of a text's headings below the page's own, without gaps: a heading stands one level below the nearest one
 * before it that ranks higher. A new one for each text.
 */
export class HeadingLevels {
	/** The levels that are open, as the editor wrote them. */
	readonly #open: number[] = [];

	/** The level to show for the next heading, which the editor wrote with this level (1 to 6). */
	next(written: number): number {
		while ((this.#open.at(-1) ?? 0) >= written) this.#open.pop();
		this.#open.push(written);
		return Math.min(DEEPEST_LEVEL, TOP_LEVEL - 1 + this.#open.length);
	}
}
