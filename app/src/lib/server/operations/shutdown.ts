/** `server.js` emits it when the last request is answered, with a list for the work that is still to be finished. */
const END = 'portico:end';
/** `server.js` emits it with an uncaught error, and exits. */
const FAILURE = 'portico:failure';

/** Has the process do this when all requests are answered, before it exits; it waits a moment for it. */
export function beforeExit(finish: () => Promise<unknown>): void {
	process.once(END, (unfinished: Promise<unknown>[]) => unfinished.push(finish()));
}

/** Registers a reporter of uncaught errors; where a request caused the error, the report has its id. */
export function onUncaughtError(report: (reason: unknown) => void): void {
	process.once(FAILURE, report);
}
