import { isDirectusError } from '@directus/errors';

/** Where Directus reads nested queries without waiting for them: also those of flows and WebSockets, which no guard sees. */
const SANITIZE_QUERY_STACK = /[\\/]sanitize-query\.js:/;

/** Whether an uncaught rejection concerns the request of one caller, and nothing else. */
export function isCallerError(reason: unknown): boolean {
	return isRefusal(reason) || isMisreadQuery(reason);
}

/** Directus' own answer to a caller's mistake. */
function isRefusal(reason: unknown): boolean {
	// every error of Directus has a status
	return isDirectusError(reason) && (reason as { status: number }).status < 500;
}

function isMisreadQuery(reason: unknown): boolean {
	return reason instanceof TypeError && SANITIZE_QUERY_STACK.test(reason.stack ?? '');
}
