import { expect, test } from 'vitest';
import { keyOf, signed } from './signature.ts';

test('signs as the libraries of Standard Webhooks do', () => {
	const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
	const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
	expect(signed({ ...message, at: 1614265330 }, key)).toEqual({
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
	});
});

test('takes a secret with or without its prefix', () => {
	const key = Buffer.alloc(32, 7);
	expect(keyOf(key.toString('base64'))).toEqual(key);
	expect(keyOf(`whsec_${key.toString('base64')}`)).toEqual(key);
});

test.each([
	'',
	'whsec_',
	'a word that is long enough to have thirty-two bytes',
	Buffer.alloc(31).toString('base64')
])('refuses the secret "%s"', (secret) => {
	expect(() => keyOf(secret)).toThrow('32 bytes');
});
