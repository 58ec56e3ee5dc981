/** The header in which the app sends Directus the id of the request that caused the call. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** Ids that are safe in any log, header or page; covers the usual formats of proxies. */
const WELL_FORMED = /^[\w.:-]{8,128}$/;

/** Whether an id of a request may be written as it is. */
export function isRequestId(given: string): boolean {
	return WELL_FORMED.test(given);
}
