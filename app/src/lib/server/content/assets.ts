import { DIRECTUS_URL } from '$app/env/private';
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import { isFailure } from '../directus/failure.ts';
import { send } from '../directus/transport.ts';

/** Directus' image transformations that a page may ask for. */
const TRANSFORMATIONS = [
	'width',
	'height',
	'fit',
	'quality',
	'format',
	'withoutEnlargement',
	'key'
];
const CONDITIONS = ['range', 'if-none-match', 'if-modified-since', 'if-range', 'accept'];
const PASSED_ON = [
	'content-type',
	'content-length',
	'content-range',
	'accept-ranges',
	'etag',
	'last-modified'
];
/** Directus makes a picture the first time it is asked for, at the cost of a core; a dozen at once are too many for it. */
const MOST_PICTURES_AT_ONCE = 3;
const BUSY_PAUSE_MILLISECONDS = 1_000;

const turn = pLimit(MOST_PICTURES_AT_ONCE);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A file with the rights of the token's owner (or the public's, with null); null where there is none for them. @throws {DirectusFailure} */
export async function read(
	id: string,
	{ accessToken, url, headers }: { accessToken: string | null; url: URL; headers: Headers }
): Promise<Response | null> {
	const sizes = ['width', 'height'].map((name) => url.searchParams.get(name));
	if (!UUID.test(id) || !sizes.every(isSize)) return null;
	const source = new URL(`${DIRECTUS_URL}/assets/${id}`);
	for (const name of TRANSFORMATIONS) {
		const value = url.searchParams.get(name);
		if (value !== null) source.searchParams.set(name, value);
	}
	const sent = new Headers(picked(headers, CONDITIONS));
	if (accessToken) sent.set('authorization', `Bearer ${accessToken}`);
	try {
		const answer = source.search
			? turn(() => picture(source, sent))
			: send(source, { headers: sent });
		const { status, body, headers: received } = await answer;
		return new Response(body, { status, headers: picked(received, PASSED_ON) });
	} catch (error) {
		if (isFailure(error, 'RANGE_NOT_SATISFIABLE')) return new Response(null, { status: 416 });
		if (isFailure(error, 'FORBIDDEN', 'ROUTE_NOT_FOUND', 'INVALID_QUERY', 'INVALID_PAYLOAD'))
			return null;
		throw error;
	}
}

/** A page shows many pictures at once, and one that is missing stays missing: where Directus is busy, it is asked again. */
async function picture(source: URL, headers: Headers): Promise<Response> {
	try {
		return await send(source, { headers });
	} catch (error) {
		if (!isFailure(error, 'UNAVAILABLE') || error.status !== 503) throw error;
		await setTimeout(BUSY_PAUSE_MILLISECONDS);
		return send(source, { headers });
	}
}

/** Directus tries to make a picture of any size, and fails with a 500. */
function isSize(pixels: string | null): boolean {
	return pixels === null || (/^\d{1,4}$/.test(pixels) && Number(pixels) > 0);
}

function picked(headers: Headers, names: string[]): [string, string][] {
	return names.flatMap((name): [string, string][] => {
		const value = headers.get(name);
		return value === null ? [] : [[name, value]];
	});
}
