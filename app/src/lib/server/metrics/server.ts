import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { beforeExit } from '../operations/shutdown.ts';
import { start } from './meters.ts';

/**
 * Shows the metrics at `/metrics` of a port of their own, which the public does not reach, until the last request of the
 * process is answered.
 *
 * @throws where the port is not available
 */
export async function listen(port: number, host: string): Promise<void> {
	const registry = await start();
	const answer: RequestListener = ({ url, method }, response) => {
		if (url !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) {
			response.writeHead(404).end();
			return;
		}
		void registry.metrics().then((text) => {
			response.writeHead(200, { 'content-type': registry.contentType }).end(text);
		});
	};
	const server = createServer(answer).listen(port, host);
	await once(server, 'listening').catch((cause: unknown) => {
		throw new Error(
			`Metrics cannot be shown at ${host}:${port} (${reasonOf(cause)}): set PORTICO_METRICS_PORT to another port.`,
			{ cause }
		);
	});
	beforeExit(() => close(server));
}

function close(server: Server): Promise<unknown> {
	server.closeAllConnections();
	return once(server.close(), 'close');
}

function reasonOf(cause: unknown): string {
	const { code } = cause as NodeJS.ErrnoException; // a server that cannot listen emits such errors
	return code === 'EADDRINUSE' ? 'in use' : String(code);
}
