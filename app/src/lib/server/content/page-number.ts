const LAST = 10_000;

/** The number in `?page=`, counted from 1; 1 where none is given, null where it is not a number of a page. */
export function pageNumber(url: URL): number | null {
	const given = url.searchParams.get('page') ?? '1';
	const page = /^[1-9]\d{0,4}$/.test(given) ? Number(given) : null;
	return page !== null && page <= LAST ? page : null;
}
