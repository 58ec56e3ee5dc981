import { proofAt, PROOF_HEADER } from '../api-access/proof.ts';
import { keysOf } from '../events/signature.ts';

/** The secret that the app and the Directus under test share, and those that a test starts for itself unless told otherwise. */
export const eventsSecret = process.env.PORTICO_TEST_EVENTS_SECRET ?? '';

/** What the app sends with each of its calls, so that Directus' API, which is closed to strangers, answers. */
export function asTheApp(secret = eventsSecret, now = Date.now()): Record<string, string> {
	return { [PROOF_HEADER]: proofAt(keysOf(secret)[0], now) };
}
