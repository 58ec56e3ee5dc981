import type { IncomingMessage } from 'node:http';

/**
 * How far a request has got: it is the `app`'s; it asks for what is `open` to everybody; it is a `stranger`'s, until the
 * person is found to have Studio access: then `admitted`.
 */
export type Standing = 'app' | 'open' | 'stranger' | 'admitted';

/** Directus loads extensions anew while it runs, and what was there before goes on serving: both know this name. */
const STANDING = Symbol.for('portico.standing');

type Marked = IncomingMessage & { [STANDING]?: Standing };

/** Remembers it with the request. */
export function setStanding(request: IncomingMessage, standing: Standing): void {
	(request as Marked)[STANDING] = standing;
}

/** A request that nobody has looked at is a stranger's. */
export function standingOf(request: IncomingMessage): Standing {
	return (request as Marked)[STANDING] ?? 'stranger';
}
