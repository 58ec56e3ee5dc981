import { expect, test } from 'vitest';
import { keysOf, signed } from './signature.ts';

test('signs as the libraries of Standard Webhooks do', () => {
	const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
	const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
	expect(signed({ ...message, at: 1614265330 }, [key])).toEqual({
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
	});
});

test('takes a secret with or without its prefix', () => {
	const key = Buffer.alloc(32, 7);
	expect(keysOf(key.toString('base64'))).toEqual([key]);
	expect(keysOf(`whsec_${key.toString('base64')}`)).toEqual([key]);
});

test('takes several, as they are written and as Directus parses a list', () => {
	const keys = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
	const secrets = keys.map((key) => `whsec_${key.toString('base64')}`);
	for (const value of [secrets.join(','), secrets.join(' '), secrets.join(', '), secrets]) {
		expect(keysOf(value)).toEqual(keys);
	}
});

test('signs with each of several keys', () => {
	const message = { id: 'msg_1', body: '{}', at: 1 };
	const [one, other]: [Buffer, Buffer] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
	const signature = (...keys: Parameters<typeof signed>[1]) =>
		signed(message, keys)['webhook-signature'];
	expect(signature(one, other)).toBe(`${signature(one)} ${signature(other)}`);
});

test.each([
	'',
	'whsec_',
	'a word that is long enough to have thirty-two bytes',
	Buffer.alloc(31).toString('base64'),
	`${Buffer.alloc(32).toString('base64')},short`
])('refuses the secret "%s"', (secret) => {
	expect(() => keysOf(secret)).toThrow('32 bytes');
});
