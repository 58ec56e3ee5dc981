import {
	type GatewayKey,
	gatewayKeysOf,
	publicJwkOf,
	publishedKeys,
	servicesOf
} from '@portico/contract/gateway.ts';
import * as v from 'valibot';
import { type Finding, must, ok, should } from '../finding.ts';

/** GATEWAY_SERVICES and GATEWAY_KEYS, where this machine knows them. */
export interface Gateway {
	services: string | null;
	keys: string | null;
}

const keySet = v.object({ keys: v.array(v.object({ kid: v.string() })) });

/** Reads the ids of the keys that a site publishes. */
export async function readKeyIds(siteUrl: string): Promise<string[]> {
	const answer = await fetch(`${siteUrl}/.well-known/jwks.json`);
	return v.parse(keySet, await answer.json()).keys.map(({ kid }) => kid);
}

/**
 * Judges whether services behind the site can verify its tokens, now and after the next key began to sign.
 *
 * @param now seconds since the epoch
 */
export function judgeGateway(gateway: Gateway, keyIds: string[], now: number): Finding[] {
	if (!gateway.services) return [];
	try {
		servicesOf(gateway.services);
	} catch (error) {
		return [
			unreadable('GATEWAY_SERVICES', error, 'See Services behind the site, docs/operations.md.')
		];
	}
	let keys: GatewayKey[];
	try {
		keys = gatewayKeysOf(gateway.keys ?? '');
	} catch (error) {
		return [
			unreadable('GATEWAY_KEYS', error, 'Put its backup back, or npm run keys:rotate -- --now.')
		];
	}
	if (keys.length === 0) {
		return [
			must('gateway-keys', {
				what: 'GATEWAY_SERVICES names services, and GATEWAY_KEYS holds no key.',
				why: 'The gateway answers 503: nothing signs the tokens that tell a service who asks.',
				fix: 'npm run keys:rotate, then npm run deploy.'
			})
		];
	}
	const missing = publishedKeys(keys, now).filter((key) => !keyIds.includes(publicJwkOf(key).kid));
	if (missing.length === 0)
		return [ok('gateway-keys', 'The site publishes the keys of the gateway.')];
	return [
		should('gateway-keys', {
			what: 'The site does not publish every key in GATEWAY_KEYS.',
			why: 'When the next key begins to sign, services that cache the key set refuse its tokens.',
			fix: 'Restart the app: npm run deploy, or npm start again.'
		})
	];
}

function unreadable(name: string, error: unknown, fix: string): Finding {
	const reason = error instanceof Error ? error.message : String(error);
	return must('gateway-settings', {
		what: `${name} ${reason}.`,
		why: 'The app does not start with it.',
		fix
	});
}
