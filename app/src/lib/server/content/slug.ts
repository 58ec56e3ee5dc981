const MAX_LENGTH = 255;

/**
 * Whether part of an address can be the slug of anything: none is longer, no database keeps control characters in one,
 * PostgreSQL no NUL.
 */
export function isSlug(text: string): boolean {
	return text.length <= 2 * MAX_LENGTH && [...text].length <= MAX_LENGTH && !/\p{Cc}/u.test(text);
}
