import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { changeEvent, keysOf, sign, verify } from './webhook.ts';

const KEY = Buffer.alloc(32, 7);
const NOW = 1_800_000_000;
const BODY = Buffer.from('{"type":"directus.changed"}');

type Sent = { id?: string; at?: number | string; body?: Buffer; key?: Buffer };

function sent({ id = 'msg_1', at = NOW, body = BODY, key = KEY }: Sent = {}): Headers {
	const mac = createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64');
	return new Headers({
		'webhook-id': id,
		'webhook-timestamp': String(at),
		'webhook-signature': `v1,${mac}`
	});
}

function changed(name: string, change: (value: string) => string): Headers {
	const headers = sent();
	headers.set(name, change(headers.get(name) ?? ''));
	return headers;
}

test('verify accepts a signature by the libraries of Standard Webhooks', () => {
	const headers = new Headers({
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
	});
	const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
	const body = Buffer.from('{"test": 2432232314}');
	expect(verify(headers, body, [key], 1614265330)).toBe('msg_p5jXN8AQM9LWM0D4loKWxJek');
});

test.each([-120, 0, 120])('verify accepts a message that was sent %d s from now', (seconds) => {
	expect(verify(sent({ at: NOW + seconds }), BODY, [KEY], NOW)).toBe('msg_1');
});

test('verify accepts one valid signature among others', () => {
	const headers = changed('webhook-signature', (right) => `v1a,bm8= v1,bm8= ${right}`);
	expect(verify(headers, BODY, [KEY], NOW)).toBe('msg_1');
});

test('verify accepts a signature with any of its keys', () => {
	for (const keys of [
		[Buffer.alloc(32), KEY],
		[KEY, Buffer.alloc(32)]
	]) {
		expect(verify(sent(), BODY, keys, NOW)).toBe('msg_1');
	}
});

describe('verify refuses', () => {
	test.each<[string, Headers, Buffer?]>([
		['a message without headers', new Headers()],
		['another key', sent({ key: Buffer.alloc(32, 8) })],
		['another body', sent(), Buffer.from('{"type":"directus.changed" }')],
		['a body that breaks off', sent(), BODY.subarray(0, -1)],
		['another id', changed('webhook-id', () => 'msg_2')],
		['another time', changed('webhook-timestamp', () => String(NOW - 1))],
		['a message that is too old', sent({ at: NOW - 121 })],
		['a message from the future', sent({ at: NOW + 121 })],
		['a time that is none', sent({ at: 'NaN' })],
		['a time with more to it', sent({ at: `${NOW}.5` })],
		['an id without end', sent({ id: 'm'.repeat(65) })],
		['an id that could be read as another and a time', sent({ id: `msg_1 ${NOW}` })],
		['no signature', changed('webhook-signature', () => '')],
		['a signature that breaks off', changed('webhook-signature', (right) => right.slice(0, -4))],
		['a signature with more to it', changed('webhook-signature', (right) => `${right}AAAA`)],
		[
			'a signature of another version',
			changed('webhook-signature', (right) => `v2${right.slice(2)}`)
		],
		['a huge list of signatures', changed('webhook-signature', () => 'v1,bm8= '.repeat(2_000))]
	])('%s', (_, headers, body = BODY) => {
		expect(verify(headers, body, [KEY], NOW)).toBeNull();
	});

	test('arbitrary other input', () => {
		const text = fc.string({
			unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c))
		});
		fc.assert(
			fc.property(text, text, text, fc.uint8Array(), (id, timestamp, signature, body) => {
				const headers = new Headers({
					'webhook-id': id,
					'webhook-timestamp': timestamp,
					'webhook-signature': signature
				});
				expect(verify(headers, body, [KEY], NOW)).toBeNull();
			})
		);
	});
});

test('sign gives the same signature as the libraries of Standard Webhooks', () => {
	const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
	const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
	expect(sign({ ...message, at: 1614265330 }, [key])).toEqual({
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
	});
});

test('keysOf accepts a secret with or without its prefix', () => {
	const key = Buffer.alloc(32, 7);
	expect(keysOf(key.toString('base64'))).toEqual([key]);
	expect(keysOf(`whsec_${key.toString('base64')}`)).toEqual([key]);
});

test('keysOf accepts several secrets, as text and as a list parsed by Directus', () => {
	const keys = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
	const secrets = keys.map((key) => `whsec_${key.toString('base64')}`);
	for (const value of [secrets.join(','), secrets.join(' '), secrets.join(', '), secrets]) {
		expect(keysOf(value)).toEqual(keys);
	}
});

test('sign adds a signature for each of several keys', () => {
	const message = { id: 'msg_1', body: '{}', at: 1 };
	const [one, other]: [Buffer, Buffer] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
	const signature = (...keys: Parameters<typeof sign>[1]) =>
		sign(message, keys)['webhook-signature'];
	expect(signature(one, other)).toBe(`${signature(one)} ${signature(other)}`);
});

test.each([
	'',
	'whsec_',
	'a word that is long enough to have thirty-two bytes',
	Buffer.alloc(31).toString('base64'),
	`${Buffer.alloc(32).toString('base64')},short`
])('keysOf refuses the secret "%s"', (secret) => {
	expect(() => keysOf(secret)).toThrow('32 bytes');
});

test.each([
	['nothing', null],
	['another type', { type: 'another', timestamp: '', data: { users: 'all', collections: [] } }],
	['users who are neither all nor a list', { users: 'nobody', collections: [] }],
	['ids that are no text', { users: [1], collections: [] }],
	['no collections', { users: 'all' }]
])('the schema of change events refuses %s', (_what, data) => {
	const body = data && 'type' in data ? data : { type: 'directus.changed', timestamp: '', data };
	expect(v.is(changeEvent, body)).toBe(false);
});
