import { proofAt, PROOF_HEADER } from '../../directus/extensions/portico/api-access/proof.ts';
import { keysOf } from '../../directus/extensions/portico/events/signature.ts';

/** The secret that the app and the Directus under test share, and those that a test starts for itself; empty for none. */
export const eventsSecret = () => process.env.PORTICO_TEST_EVENTS_SECRET ?? '';

/** What the app sends with each of its calls, so that Directus' API, which is closed to strangers, answers; nothing without a secret. */
export function asTheApp(secret = eventsSecret(), now = Date.now()): Record<string, string> {
	if (secret === '') return {};
	return { [PROOF_HEADER]: proofAt(keysOf(secret), now) };
}
