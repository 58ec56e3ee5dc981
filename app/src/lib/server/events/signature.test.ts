import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verify } from './signature.ts';

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

test('verifies what the libraries of Standard Webhooks sign', () => {
	const headers = new Headers({
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
	});
	const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
	const body = Buffer.from('{"test": 2432232314}');
	expect(verify(headers, body, [key], 1614265330)).toBe('msg_p5jXN8AQM9LWM0D4loKWxJek');
});

test.each([-120, 0, 120])('takes a message that was sent %d s from now', (seconds) => {
	expect(verify(sent({ at: NOW + seconds }), BODY, [KEY], NOW)).toBe('msg_1');
});

test('takes one right signature among others', () => {
	const headers = changed('webhook-signature', (right) => `v1a,bm8= v1,bm8= ${right}`);
	expect(verify(headers, BODY, [KEY], NOW)).toBe('msg_1');
});

test('takes what was signed with any of its keys', () => {
	for (const keys of [
		[Buffer.alloc(32), KEY],
		[KEY, Buffer.alloc(32)]
	]) {
		expect(verify(sent(), BODY, keys, NOW)).toBe('msg_1');
	}
});

describe('refuses', () => {
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

	test('whatever else is sent', () => {
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
