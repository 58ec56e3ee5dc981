import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePorts, isPortFree, requireFree } from './ports.ts';

const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
const own = addresses.map(({ address }) => address);
const loopback = ['127.0.0.1', '::1'].filter((address) => own.includes(address));

describe.each(loopback)('with another program on a port of %s', (address) => {
	const other = createServer();
	let port: number;
	beforeEach(async () => {
		await once(other.listen(0, address), 'listening');
		port = (other.address() as AddressInfo).port; // it listens
	});
	afterEach(async () => {
		await once(other.close(), 'close');
	});

	test('the port is not free', async () => {
		expect(await isPortFree(port)).toBe(false);
	});

	test('the error names the port, the program that needs it, and the option for another', async () => {
		const wanted = { port, user: 'the site', change: 'npm start -- --port %' };
		await expect(requireFree([wanted])).rejects.toMatchObject({
			message: expect.stringContaining(`Port ${port}, meant for the site`) as string,
			fix: expect.stringMatching(/npm start -- --port \d+$/) as string
		});
	});
});

test('an address that this machine does not have, such as ::1 without IPv6, uses no port', async () => {
	const [port = 0] = await freePorts(1);
	// reserved for documentation (RFC 3849)
	expect(await isPortFree(port, ['127.0.0.1', '2001:db8::1'])).toBe(true);
});

test('free ports are free and distinct', async () => {
	const ports = await freePorts(4);
	expect(new Set(ports).size).toBe(4);
	await requireFree(ports.map((port) => ({ port, user: 'it', change: '' })));
});
