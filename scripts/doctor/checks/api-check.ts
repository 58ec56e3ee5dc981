import type { Facts } from '@portico/contract/installation-report.ts';
import { type Finding, ok, should, unknown } from '../finding.ts';

/** Judges which clients get answers at Directus' own address. */
export function judgeApi(api: Facts['api'] | undefined): Finding {
	const id = 'api-access';
	if (!api)
		return unknown(id, 'This version of the extension does not report the access to the API.');
	const { access, paths } = api;
	if (access === 'open') {
		return should(id, {
			what: "Directus' API is open to anyone: PORTICO_DIRECTUS_API=open.",
			why: 'A mistake in a policy, or a query that the query guard misses, is open to strangers.',
			fix: 'Leave PORTICO_DIRECTUS_API out. PORTICO_DIRECTUS_PATHS opens the single paths that others need.'
		});
	}
	if (paths.length === 0) {
		return ok(id, "Directus' API answers the site and people with Studio access only.");
	}
	return ok(id, `Directus' API is closed, but for ${paths.join(', ')}, which are open to anyone.`);
}
