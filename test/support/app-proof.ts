import { Proof } from '@portico/contract/proof.ts';
import { keysOf } from '@portico/contract/webhook.ts';

/** The secret that the app and the Directus under test share, and those that a test starts for itself; empty for none. */
export const eventsSecret = () => process.env.PORTICO_TEST_EVENTS_SECRET ?? '';

/** Headers with the app's proof, which opens Directus' closed API; empty without a secret. */
export function asTheApp(secret = eventsSecret(), now = Date.now()): Record<string, string> {
	if (secret === '') return {};
	return new Proof(keysOf(secret)).headers(now);
}
