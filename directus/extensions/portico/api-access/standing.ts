import type { IncomingMessage } from 'node:http';

/**
 * Class of a request: from the `app`; for a path that is `open` to anyone; or from a `stranger`, which becomes `admitted`
 * once the person is found to have Studio access.
 */
export type Standing = 'app' | 'open' | 'stranger' | 'admitted';

/** Shared between module instances: Directus reloads extensions while it runs, and the old ones keep serving. */
const STANDING = Symbol.for('portico.standing');

type Marked = IncomingMessage & { [STANDING]?: Standing };

/** Stores the standing on the request. */
export function setStanding(request: IncomingMessage, standing: Standing): void {
	(request as Marked)[STANDING] = standing;
}

/** Reads the standing of a request; one that was not classified is a stranger's. */
export function standingOf(request: IncomingMessage): Standing {
	return (request as Marked)[STANDING] ?? 'stranger';
}
