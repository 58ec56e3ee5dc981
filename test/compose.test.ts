import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, request } from './stack/request.ts';
import { makeStack, type Stack, up } from './stack/stack.ts';

describe('docker compose up --wait, with what npm run env:make makes', () => {
	let stack: Stack;
	let authority: string;

	const ask = (
		url: string,
		options: Partial<Parameters<typeof request>[1]> = {}
	): Promise<Answer> => request(url, { authority, ...options });

	beforeAll(async () => {
		stack = await makeStack('--demo');
		await up(stack);
		authority = await stack.authority();
	}, 1_800_000);

	afterAll(() => stack.remove(), 300_000);

	test('the site answers on its host, over TLS', async () => {
		const { status, body } = await ask(`${stack.siteUrl}/readyz`);
		expect({ status, body: JSON.parse(body) as unknown }).toEqual({
			status: 200,
			body: { status: 'ready', redis: 'ready' }
		});
	});

	test('Studio answers on its own', async () => {
		const { status, body } = await ask(`${stack.studioUrl}/admin/`);
		expect(status).toBe(200);
		expect(body).toContain('<div id="app"></div>');
	});

	test('a second start changes nothing', async () => {
		await up(stack);
		expect(await stack.compose(['logs', '--no-log-prefix', 'set-up'])).toMatch(
			/Nothing to change\s*$/
		);
	}, 600_000);
});
