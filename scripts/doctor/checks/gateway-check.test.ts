import { expect, test } from 'vitest';
import { gatewayKeysText, newGatewayKey, publicJwkOf } from '@portico/contract/gateway.ts';
import { judgeGateway } from './gateway-check.ts';

const NOW = 1_800_000_000;
const services = 'echo=http://echo:4000';
const [present, next] = [newGatewayKey(0), newGatewayKey(NOW + 600)];
const keys = gatewayKeysText([present, next]);
const ids = [present, next].map((key) => publicJwkOf(key).kid);

test.each([
	['without services nothing is said', { services: null, keys: null }, [], undefined],
	['published keys are right', { services, keys }, ids, 'ok'],
	['a missing key is a fault', { services, keys: null }, [], 'must'],
	[
		'a next key that the site does not publish yet is named',
		{ services, keys },
		ids.slice(0, 1),
		'should'
	],
	['services that cannot be read are a fault', { services: 'echo', keys }, ids, 'must'],
	['keys that cannot be read are a fault', { services, keys: '0.secret' }, ids, 'must']
])('%s', (_, gateway, published, severity) => {
	const [finding] = judgeGateway(gateway, published, NOW);
	expect(finding?.severity).toBe(severity);
	expect(JSON.stringify(finding ?? null)).not.toContain('secret');
});
