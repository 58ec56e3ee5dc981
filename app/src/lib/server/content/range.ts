/** Part of a file, in bytes from 0; to its end where that is null. */
export type Range = { start: number; end: number | null };

/**
 * Reads a Range header (RFC 9110, 14.2) with a single range from a first byte on. Null for other ranges (the last
 * bytes, or several parts): such a request gets the whole file, as the RFC allows.
 */
export function rangeIn(header: string | null): Range | null {
	const [, start = '', end = ''] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
	if (start === '') return null;
	const range = { start: Number(start), end: end === '' ? null : Number(end) };
	return range.end !== null && range.end < range.start ? null : range;
}

/**
 * Whether a file is still the one that If-Range names, by its strong ETag or its date (RFC 9110, 13.1.5), so that a part
 * of it fits to the parts from before.
 */
export function matchesIfRange(ifRange: string, file: Headers): boolean {
	if (ifRange.startsWith('"')) return ifRange === file.get('etag');
	return ifRange === file.get('last-modified');
}

/** The first byte of a file that comes whole: of all ranges, Directus takes `0-0` for no end. */
export async function firstByteOf(file: Response): Promise<Response> {
	const size = file.headers.get('content-length');
	const reader = file.body?.getReader();
	const first = await reader?.read();
	await reader?.cancel();
	if (size === null || !first?.value?.length) return new Response(null, { status: 416 });
	const headers = new Headers(file.headers);
	headers.set('content-range', `bytes 0-0/${size}`);
	headers.set('content-length', '1');
	return new Response(first.value.slice(0, 1), { status: 206, headers });
}
