import { DIRECTUS_URL } from '$app/env/private';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { picturePresets } from '@portico/contract/pictures.ts';
import { askerHeaders, type Asker } from '../directus/asker.ts';
import { isFailure, unavailable } from '../directus/failure.ts';
import { file } from '../directus/transport.ts';
import { firstByteOf, matchesIfRange, rangeIn } from './range.ts';

/** The content security policy of uploaded files: they are looked at, and run nothing. */
export const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

const KEYS = new Set(picturePresets.map(({ key }) => key));
const CONDITIONS = ['if-none-match', 'if-modified-since'];
const FORWARDED_HEADERS = [
	'content-type',
	'content-length',
	'content-range',
	'accept-ranges',
	'etag',
	'last-modified'
];
/** Directus draws a picture on its first request, which takes a whole core; a dozen at once are too many for it. */
const MAX_CONCURRENT_PICTURES = 3;
/** A refused picture is missing on its page, but requests must not pile up while Directus hangs. */
const MAX_QUEUED_PICTURES = 200;
const PICTURE_TIMEOUT_SECONDS = 15;

const turn = bulkhead(MAX_CONCURRENT_PICTURES, MAX_QUEUED_PICTURES);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A file as the asker may read it; null if there is none for them. Pictures are drawn by the preset of the site
 * that `?key=` names; other parameters are ignored. A picture that Directus cannot draw is sent unchanged.
 *
 * @throws {DirectusFailure}
 */
export async function read(
	id: string,
	{ asker, url, headers }: { asker: Asker; url: URL; headers: Headers }
): Promise<Response | null> {
	if (!UUID.test(id)) return null;
	const key = url.searchParams.get('key');
	const isDrawn = key !== null && KEYS.has(key);
	const sent = new Headers(picked(headers, CONDITIONS));
	for (const [name, value] of Object.entries(askerHeaders(asker))) sent.set(name, value);
	try {
		const answer = (isDrawn && (await drawn(id, key, sent))) || (await part(id, sent, headers));
		return await forwarded(answer, headers.get('if-none-match'));
	} catch (error) {
		if (isFailure(error, 'RANGE_NOT_SATISFIABLE')) return new Response(null, { status: 416 });
		if (isFailure(error, 'FORBIDDEN', 'ROUTE_NOT_FOUND', 'INVALID_QUERY', 'INVALID_PAYLOAD'))
			return null;
		throw error instanceof BulkheadRejectedError ? unavailable(null, error) : error;
	}
}

/** The part of a file that Range requests, if it is still the file that If-Range names; else all of it. */
async function part(id: string, sent: Headers, requestHeaders: Headers): Promise<Response> {
	const range = rangeIn(requestHeaders.get('range'));
	if (!range) return file(sourceOf(id), sent);
	const ifRange = requestHeaders.get('if-range');
	if (range.end === 0) {
		const whole = await file(sourceOf(id), sent);
		const isWanted =
			whole.status === 200 && (ifRange === null || matchesIfRange(ifRange, whole.headers));
		return isWanted ? firstByteOf(whole) : whole;
	}
	const partly = new Headers(sent);
	partly.set('range', `bytes=${range.start}-${range.end ?? ''}`);
	const answer = await file(sourceOf(id), partly);
	if (ifRange === null || answer.status !== 206 || matchesIfRange(ifRange, answer.headers))
		return answer;
	await answer.body?.cancel();
	return file(sourceOf(id), sent);
}

/** Null where Directus does not know the preset, or cannot draw this picture: it is too large, or broken. */
async function drawn(id: string, key: string, sent: Headers): Promise<Response | null> {
	const source = sourceOf(id);
	source.searchParams.set('key', key);
	try {
		return await turn.execute(() => file(source, sent, PICTURE_TIMEOUT_SECONDS));
	} catch (error) {
		if (isFailure(error, 'INVALID_QUERY', 'ILLEGAL_ASSET_TRANSFORMATION')) return null;
		if (isFailure(error, 'UNAVAILABLE') && error.status === 500) return null;
		throw error;
	}
}

function sourceOf(id: string): URL {
	return new URL(`${DIRECTUS_URL}/assets/${id}`);
}

async function forwarded(answer: Response, knownTag: string | null): Promise<Response> {
	const headers = new Headers(picked(answer.headers, FORWARDED_HEADERS));
	const { status, body } = answer;
	// Directus sends the name of each file: this response comes from a proxy in between
	if (status < 300 && !answer.headers.has('content-disposition')) {
		await body?.cancel();
		throw unavailable(status);
	}
	if (status !== 200 || knownTag === null || knownTag !== headers.get('etag')) {
		return new Response(body, { status, headers });
	}
	// a Directus without ASSETS_CACHE_REVALIDATE sends everything again
	await body?.cancel();
	headers.delete('content-length');
	return new Response(null, { status: 304, headers });
}

function picked(headers: Headers, names: string[]): [string, string][] {
	return names.flatMap((name): [string, string][] => {
		const value = headers.get(name);
		return value === null ? [] : [[name, value]];
	});
}
