/** Tells a person who tried too often when to come back. */
export function tooMany(waitSeconds: number): string {
	return `Too many attempts. ${retryAdvice(waitSeconds)}`;
}

/** Tells a person who did nothing wrong when to come back. */
export function busy(waitSeconds: number): string {
	return `Many people are signing in at this moment. ${retryAdvice(waitSeconds)}`;
}

function retryAdvice(waitSeconds: number): string {
	const wait = waitSeconds === 1 ? 'a second' : `${waitSeconds} seconds`;
	return `Please wait ${wait} and try again.`;
}

/** Tells a person whose browser keeps no cookies that nothing was done, and why. */
export const NO_COOKIES =
	'Your browser has kept no cookie of this site, and without one you cannot stay signed in. Allow cookies for this site, then try again.';
