import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePorts, isFree, requireFree } from './ports.ts';

describe('with another program on a port', () => {
	const other = createServer();
	let port: number;
	beforeEach(async () => {
		await once(other.listen(0, '127.0.0.1'), 'listening');
		port = (other.address() as AddressInfo).port; // it listens
	});
	afterEach(async () => {
		await once(other.close(), 'close');
	});

	test('that port is not free', async () => {
		expect(await isFree(port)).toBe(false);
	});

	test('who wants it is told which one, for what, and how to take another', async () => {
		const wanted = { port, user: 'the site', change: 'npm start -- --port %' };
		await expect(requireFree([wanted])).rejects.toMatchObject({
			message: expect.stringContaining(`Port ${port}, meant for the site`) as string,
			fix: expect.stringMatching(/npm start -- --port \d+$/) as string
		});
	});
});

test('free ports are free, and different', async () => {
	const ports = await freePorts(4);
	expect(new Set(ports).size).toBe(4);
	await requireFree(ports.map((port) => ({ port, user: 'it', change: '' })));
});
