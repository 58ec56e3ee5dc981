import { DIRECTUS_URL } from '$app/env/private';
import { MEMBER_HEADER } from '@portico/contract/member-header.ts';
import * as readingList from '../account/reading-list.ts';
import { askerHeaders } from '../directus/asker.ts';
import { type Code, DirectusFailure } from '../directus/failure.ts';
import { answer } from '../directus/transport.ts';
import type { Access, Member, User } from '../session/access.ts';
import * as userCache from '../session/user-cache.ts';
import { type Ask, askFor } from './ask.ts';
import { Refused, toResponse } from './refused.ts';

const MAX_BODY_BYTES = 100_000;
const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', message: 'Directus gives no answer.' } as const;

const ENDED = new Set<Code>(['INVALID_CREDENTIALS', 'INVALID_TOKEN', 'TOKEN_EXPIRED']);

/** A request of a page in the browser. */
interface Incoming {
	request: Request;
	url: URL;
	/** What follows `/api/directus/`. */
	path: string;
	access: Access;
}

/**
 * Asks Directus in the name of the member of this request, whose token the browser never has, and answers as Directus does.
 * Pages of this site alone may ask, for what `allowed.ts` lists.
 */
export async function passOn(incoming: Incoming): Promise<Response> {
	try {
		requireOwnPage(incoming);
		const member = requireMember(incoming);
		return await send(await readAsk(incoming), member);
	} catch (error) {
		if (error instanceof Refused) return toResponse(error);
		if (error instanceof DirectusFailure) return refusal(error, incoming.access);
		throw error;
	}
}

/** Browsers say where a request comes from (Fetch Metadata); older ones send at least the origin of a write. */
function requireOwnPage({ request: { headers, method }, url }: Incoming): void {
	const site = headers.get('sec-fetch-site');
	const origin = headers.get('origin');
	const isForeign =
		(site !== null && site !== 'same-origin') || (origin !== null && origin !== url.origin);
	const isUnknown = site === null && origin === null && method !== 'GET';
	if (isForeign || isUnknown)
		throw new Refused('FORBIDDEN', 'Only pages of this site may ask, not those of another one.');
}

/** A page that was made for one member asks nothing in the name of another. */
function requireMember({ request: { headers }, access }: Incoming): Member {
	if (access.kind === 'unknown') throw new Refused(UNAVAILABLE.code, UNAVAILABLE.message);
	if (access.kind === 'guest') throw new Refused('INVALID_CREDENTIALS', 'Sign in first.');
	const openedBy = headers.get(MEMBER_HEADER);
	if (openedBy !== null && openedBy !== access.user.id)
		throw new Refused(
			'MEMBER_CHANGED',
			'Another member is signed in than when the page was opened.'
		);
	return access;
}

async function readAsk({ request, url, path }: Incoming): Promise<Ask> {
	const query: Record<string, unknown> = {};
	for (const [name, value] of url.searchParams) {
		if (Object.hasOwn(query, name))
			throw new Refused('INVALID_QUERY', `"${name.slice(0, 100)}" is given twice.`);
		query[name] = value;
	}
	return askFor({ method: request.method, path, query, body: await readBody(request) });
}

async function readBody(request: Request): Promise<unknown> {
	if (request.method === 'GET' || request.body === null) return undefined;
	// the adapter ends a body that is larger than any of the site may be
	const bytes = await request.arrayBuffer().catch(() => null);
	if (bytes === null || bytes.byteLength > MAX_BODY_BYTES)
		throw new Refused('CONTENT_TOO_LARGE', `A request takes at most ${MAX_BODY_BYTES} bytes.`);
	if (bytes.byteLength === 0) return undefined;
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
		throw new Refused('UNSUPPORTED_MEDIA_TYPE', 'A request is written as application/json.');
	try {
		return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
	} catch {
		throw new Refused('INVALID_PAYLOAD', 'The request is not valid JSON.');
	}
}

async function send(
	{ method, path, query, body }: Ask,
	{ user, asker }: Member
): Promise<Response> {
	const init = {
		method,
		headers: {
			...askerHeaders(asker),
			...(body !== undefined && { 'content-type': 'application/json' })
		},
		body: body === undefined ? null : JSON.stringify(body)
	};
	const url = `${DIRECTUS_URL}${path}?${new URLSearchParams(query)}`;
	const response = await answer(url, init);
	if (method !== 'GET') forget(path, user);
	const { status, headers } = response;
	const type = headers.get('content-type');
	return new Response(response.body, {
		status,
		headers: { ...(type && { 'content-type': type }) }
	});
}

/** What the app remembers of a member is older than what was just written. */
function forget(path: string, user: User): void {
	if (path === '/users/me') userCache.invalidate(user.id);
	if (path.startsWith('/items/bookmarks')) readingList.forget({ user });
}

/** A no of Directus as it said it; a missing answer, and a session that has just ended, as a pause. */
function refusal(failure: DirectusFailure, access: Access): Response {
	const hasEnded = ENDED.has(failure.code);
	// the next request detects that, and may refresh
	if (hasEnded && access.kind === 'member') userCache.invalidate(access.user.id);
	if (failure.unavailable || hasEnded || failure.status === null) return toResponse(UNAVAILABLE);
	return Response.json({ errors: failure.errors }, { status: failure.status });
}
