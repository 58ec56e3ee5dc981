/** What is refused, by Directus' names for it; the last two are ours. */
const STATUS = {
	INVALID_QUERY: 400,
	INVALID_PAYLOAD: 400,
	INVALID_CREDENTIALS: 401,
	FORBIDDEN: 403,
	ROUTE_NOT_FOUND: 404,
	METHOD_NOT_ALLOWED: 405,
	MEMBER_CHANGED: 409,
	CONTENT_TOO_LARGE: 413,
	UNSUPPORTED_MEDIA_TYPE: 415,
	SERVICE_UNAVAILABLE: 503
} as const;

type RefusalCode = keyof typeof STATUS;

/** A request that is refused before it reaches Directus. The message is for developers, in English as Directus' own. */
export class Refused extends Error {
	override name = 'Refused';

	constructor(
		readonly code: RefusalCode,
		message: string
	) {
		super(message);
	}
}

/** The refusal in the shape of Directus' errors, which its SDK throws. */
export function toResponse({ code, message }: Pick<Refused, 'code' | 'message'>): Response {
	return Response.json({ errors: [{ message, extensions: { code } }] }, { status: STATUS[code] });
}
