const MAX_PAGE = 10_000;

/** The number in `?page=`, counted from 1; 1 where none is given, null where it is not a number of a page. */
export function pageNumber(url: URL): number | null {
	const requested = url.searchParams.get('page') ?? '1';
	const page = /^[1-9]\d{0,4}$/.test(requested) ? Number(requested) : null;
	return page !== null && page <= MAX_PAGE ? page : null;
}
