/** Whether part of an address can be the slug of anything: no database keeps control characters in one, PostgreSQL no NUL. */
export function isSlug(text: string): boolean {
	return !/\p{Cc}/u.test(text);
}
