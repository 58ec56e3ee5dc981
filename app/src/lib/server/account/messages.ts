/** Tells somebody who tried too often when to come back. */
export function tooMany(waitSeconds: number): string {
	const wait = waitSeconds === 1 ? 'a second' : `${waitSeconds} seconds`;
	return `That was tried too often. Please wait ${wait} and try again.`;
}
