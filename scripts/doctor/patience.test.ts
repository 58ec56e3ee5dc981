import { expect, test } from 'vitest';
import { type Administrator, DirectusRefusal } from '../directus/administrator.ts';
import { withBusyRetries, untilNotBusy } from './patience.ts';

/** An administrator whose requests are refused with these statuses, then answered. */
function refused(...statuses: number[]): Administrator {
	const answer = () => {
		const status = statuses.shift();
		return status
			? Promise.reject(new DirectusRefusal('GET /', status, 'A_CODE', 'a reason'))
			: Promise.resolve('answer' as never);
	};
	return { get: answer, send: answer, upload: answer };
}

test('a request is retried while Directus is under pressure', async () => {
	expect(await withBusyRetries(refused(503, 503), 0).get('/')).toBe('answer');
});

test('any other refusal and a permanent 503 are thrown', async () => {
	await expect(withBusyRetries(refused(403), 0).get('/')).rejects.toMatchObject({ status: 403 });
	const always = refused(...Array.from({ length: 20 }, () => 503));
	await expect(withBusyRetries(always, 0).send('POST', '/')).rejects.toMatchObject({ status: 503 });
});

test('the last response is returned after ten attempts', async () => {
	let calls = 0;
	const answer = await untilNotBusy(
		() => Promise.resolve((calls += 1)),
		() => true,
		0
	);
	expect([calls, answer]).toEqual([10, 10]);
});
