import { describe, expect, test } from 'vitest';
import {
	gatewayKeysOf,
	gatewayKeysText,
	newGatewayKey,
	publishedKeys,
	servicesOf,
	signingKey
} from './gateway.ts';

const EDITOR = '65646974-6f72-4000-8000-000000000003';

describe('GATEWAY_SERVICES', () => {
	test('names services, with limits of their own where it says so', () => {
		const services = servicesOf(
			`echo=http://127.0.0.1:4000  files=https://files.internal/api/;methods=GET,PUT;roles=${EDITOR};body=1G;timeout=2m;idle=1h`
		);
		expect([...services.values()]).toEqual([
			{
				name: 'echo',
				url: new URL('http://127.0.0.1:4000'),
				methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
				roles: null,
				maxBodyBytes: 512 * 1024,
				timeoutSeconds: 30,
				idleSeconds: 300
			},
			{
				name: 'files',
				url: new URL('https://files.internal/api/'),
				methods: ['GET', 'PUT'],
				roles: [EDITOR],
				maxBodyBytes: 1024 ** 3,
				timeoutSeconds: 120,
				idleSeconds: 3600
			}
		]);
		expect(servicesOf(undefined).size).toBe(0);
	});

	test.each([
		'echo',
		'Echo=http://a',
		'=http://a',
		'echo=ftp://a',
		'echo=//a',
		'echo=http://user:word@a',
		'echo=http://a/?b',
		'echo=http://a;methods=TRACE',
		'echo=http://a;roles=Editor',
		'echo=http://a;body=1T',
		'echo=http://a;body=-1',
		'echo=http://a;timeout=0s',
		'echo=http://a;timeout=25h',
		'echo=http://a;other=1',
		'echo=http://a;methods=',
		'echo=http://a echo=http://b'
	])('%s is refused', (text) => {
		expect(() => servicesOf(text)).toThrow(/^(must|has)/);
	});

	test('an error names no password', () => {
		expect(() => servicesOf('echo=http://user:word@a')).not.toThrow('word');
	});
});

describe('GATEWAY_KEYS', () => {
	const NOW = 1_800_000_000;
	const [old, present, next] = [newGatewayKey(0), newGatewayKey(NOW), newGatewayKey(NOW + 3600)];
	const keys = gatewayKeysOf(gatewayKeysText([next, old, present]));

	test('are read in the order in which they sign', () => {
		expect(keys).toEqual([old, present, next]);
	});

	test.each(['x', '0.', '0.AAAA', '1.2.3', `-1.${old.pkcs8}`, old.pkcs8])(
		'%s is refused',
		(text) => {
			expect(() => gatewayKeysOf(text)).toThrow(/^must hold keys/);
		}
	);

	test.each([
		[NOW - 1, old, [old, present, next]],
		[NOW, present, [old, present, next]],
		[NOW + 119, present, [old, present, next]],
		[NOW + 120, present, [present, next]],
		[NOW + 3600, next, [present, next]],
		[NOW + 9999, next, [next]]
	])(
		'at %i one signs, and those are published whose tokens are in use or will be',
		(now, signing, published) => {
			expect(signingKey(keys, now)).toEqual(signing);
			expect(publishedKeys(keys, now)).toEqual(published);
		}
	);
});
