/** The error codes that the app distinguishes: Directus' own, and those of the extension. */
export const FAILURE_CODES = [
	'CONTENT_TOO_LARGE',
	'FAILED_VALIDATION',
	'FORBIDDEN',
	'ILLEGAL_ASSET_TRANSFORMATION',
	'INVALID_CREDENTIALS',
	'INVALID_INVITE',
	'INVALID_OTP',
	'INVALID_PAYLOAD',
	'INVALID_QUERY',
	'INVALID_TOKEN',
	'RANGE_NOT_SATISFIABLE',
	'RECORD_NOT_UNIQUE',
	'RIGHTS_CHANGED',
	'ROUTE_NOT_FOUND',
	'SETUP_OPEN',
	'TOKEN_EXPIRED',
	'UNSUPPORTED_MEDIA_TYPE'
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Whether a code is one of these. */
export function isFailureCode(code: string): code is FailureCode {
	return FAILURE_CODES.some((known) => known === code);
}
