import type { RequestEvent } from '@sveltejs/kit';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/** `server.js` reacts to it: the time limit of requests ends for this one. */
const STREAM = 'portico:stream';

type Sent = Pick<RequestEvent, 'request' | 'platform'>;

/** A body on its way to a service. */
export type Body = {
	stream: Readable;
	/** Bytes; null where the client does not say. */
	length: number | null;
};

/**
 * The body of a request, unread, or null for one without. `server.js` keeps it from Kit, whose size limit is the same for
 * all routes; under `npm run dev` it comes from Kit.
 */
export function requestBody({ request, platform }: Sent): Body | null {
	if (!platform) {
		// the same stream, by the types of the browser and those of Node
		const stream = request.body as ReadableStream | null;
		return stream && { stream: Readable.fromWeb(stream), length: null };
	}
	const { req } = platform;
	const length = rawHeader(req.rawHeaders, 'content-length');
	if (length === null && rawHeader(req.rawHeaders, 'transfer-encoding') === null) return null;
	return { stream: req, length: length === null ? null : Number(length) };
}

/** Lets a body take as long as its service allows. */
export function liftTimeLimit({ platform }: Sent): void {
	platform?.req.emit(STREAM);
}

function rawHeader(raw: string[], wanted: string): string | null {
	const at = raw.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === wanted);
	return at < 0 ? null : (raw[at + 1] ?? null);
}
