import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small HTTP server in the place of Directus, which a unit test can have answer, fail and wait in every way. */
export async function standIn(): Promise<{ server: Server; url: string }> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }; // it listens on TCP
}
