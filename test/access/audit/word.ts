import { randomBytes } from 'node:crypto';

/** A text that is in one place only, so that an answer which has it shows that place. */
export interface Word {
	/** Kind of content, such as `draft article: text`; a row of the expectation. */
	kind: string;
	text: string;
}

/** Makes a unique text, of letters and digits that no escaping changes. */
export function newText(): string {
	return `zq${randomBytes(10).toString('hex')}`;
}
