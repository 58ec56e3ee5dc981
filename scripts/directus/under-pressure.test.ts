import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { AddressInfo } from 'node:net';
import { administratorWithToken } from './administrator.ts';
import { untilNotBusy } from './under-pressure.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** An administrator of a server that answers with these statuses, then with success. */
async function administrator(...statuses: number[]) {
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			bodies.push(body);
			const status = statuses.shift() ?? 200;
			const error = { message: 'a reason', extensions: { code: 'A_CODE' } };
			response.writeHead(status).end(JSON.stringify({ data: 'answer', errors: [error] }));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closing.push(() => server.close());
	const { port } = server.address() as AddressInfo;
	return { ...administratorWithToken(`http://127.0.0.1:${port}`, 'token', 0), bodies };
}

test('an administrator repeats a request that Directus refuses under pressure', async () => {
	const { send, bodies } = await administrator(503, 503);
	expect(await send('POST', '/', { a: 1 })).toBe('answer');
	expect(bodies).toEqual(Array(3).fill('{"a":1}'));
});

test('any other refusal is thrown at once, and a 503 that stays after ten attempts', async () => {
	const refused = await administrator(403);
	await expect(refused.get('/')).rejects.toMatchObject({ status: 403, code: 'A_CODE' });
	expect(refused.bodies).toHaveLength(1);
	const busy = await administrator(...Array<number>(20).fill(503));
	await expect(busy.get('/')).rejects.toMatchObject({ status: 503 });
	expect(busy.bodies).toHaveLength(10);
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
