/** What `server.js` says when the last request is answered, with a list that takes what is still to be finished. */
const END = 'portico:end';
/** What it says when something failed that nobody caught, with that; then it ends. */
const FAILURE = 'portico:failure';

/** Has the process do this before it ends, when all requests are answered; it waits for it for a moment. */
export function beforeTheEnd(finish: () => Promise<unknown>): void {
	process.once(END, (unfinished: Promise<unknown>[]) => unfinished.push(finish()));
}

/** Has the process say this of what nobody caught, where a request caused it in the name of that request. */
export function tellOfFailure(tell: (reason: unknown) => void): void {
	process.once(FAILURE, tell);
}
