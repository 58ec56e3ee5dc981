/** The header in which the app tells Directus the id of the request that it answers. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What may stand in any log, header or page as it is; the usual ids of proxies are made of it. */
const WELL_FORMED = /^[\w.:-]{8,128}$/;

/** Whether an id of a request may be written as it is. */
export function isRequestId(given: string): boolean {
	return WELL_FORMED.test(given);
}
