import { DIRECTUS_URL } from '$app/env/private';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { PICTURE_WIDTHS } from '#lib/content/picture.ts';
import { askerHeaders, type Asker } from '../directus/asker.ts';
import { isFailure, unavailable } from '../directus/failure.ts';
import { file } from '../directus/transport.ts';

const FORMATS = ['auto', 'avif', 'jpg', 'png', 'webp'];
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
/** One that is turned away stays missing on its page; but while Directus hangs they must not pile up. */
const MOST_PICTURES_WAITING = 200;
const PICTURE_TIMEOUT_SECONDS = 15;

const turn = bulkhead(MOST_PICTURES_AT_ONCE, MOST_PICTURES_WAITING);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A file with the rights of whoever asks; null where there is none for them. Pictures
 * come in the next wider of `PICTURE_WIDTHS` to what is asked for in `?width=`, never enlarged, and in the usual formats;
 * whatever else is asked of them is ignored.
 *
 * @throws {DirectusFailure}
 */
export async function read(
	id: string,
	{ asker, url, headers }: { asker: Asker; url: URL; headers: Headers }
): Promise<Response | null> {
	if (!UUID.test(id)) return null;
	const query = transformation(url.searchParams);
	const source = new URL(`${DIRECTUS_URL}/assets/${id}?${query}`);
	const sent = new Headers(picked(headers, CONDITIONS));
	for (const [name, value] of Object.entries(askerHeaders(asker))) sent.set(name, value);
	try {
		const answer = query.size
			? await turn.execute(() => file(source, sent, PICTURE_TIMEOUT_SECONDS))
			: await file(source, sent);
		return await passedOn(answer, headers.get('if-none-match'));
	} catch (error) {
		if (isFailure(error, 'RANGE_NOT_SATISFIABLE')) return new Response(null, { status: 416 });
		if (isFailure(error, 'FORBIDDEN', 'ROUTE_NOT_FOUND', 'INVALID_QUERY', 'INVALID_PAYLOAD'))
			return null;
		throw error instanceof BulkheadRejectedError ? unavailable(null, error) : error;
	}
}

function transformation(asked: URLSearchParams): URLSearchParams {
	const query = new URLSearchParams();
	const width = Number(asked.get('width'));
	if (width > 0) {
		const made = PICTURE_WIDTHS.find((made) => made >= width) ?? Math.max(...PICTURE_WIDTHS);
		query.set('width', String(made));
		query.set('withoutEnlargement', 'true');
	}
	const format = asked.get('format');
	if (format && FORMATS.includes(format)) query.set('format', format);
	return query;
}

async function passedOn(answer: Response, knownTag: string | null): Promise<Response> {
	const headers = new Headers(picked(answer.headers, PASSED_ON));
	// of what Directus' answers vary by, ours vary by this alone: `format=auto`
	if (/\baccept\b(?!-)/i.test(answer.headers.get('vary') ?? '')) headers.set('vary', 'accept');
	const { status, body } = answer;
	// Directus names each file that it sends: this is a page of something between us
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
