/** What `server.js` says when the last request is answered, with a list that takes what is still to be finished. */
const EVENT = 'portico:end';

/** Has the process do this before it ends, when all requests are answered; it waits for it for a moment. */
export function beforeTheEnd(finish: () => Promise<unknown>): void {
	process.once(EVENT, (unfinished: Promise<unknown>[]) => unfinished.push(finish()));
}
