import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installation } from '../test/installation.ts';
import { type OwnApp, startApp } from '../test/own-app.ts';

/** A site whose visits are counted. */
export interface RecordedSite {
	url: string;
	/** The paths and queries of the navigations that have arrived since they were last forgotten. */
	navigations: () => string[];
	forget: () => void;
	stop: () => Promise<void>;
}

/**
 * Starts a process of the app behind a proxy that notes what arrives there: it sees every request of any browser, also
 * of one whose driver tells of none.
 */
export async function recordSite(): Promise<RecordedSite> {
	let app: OwnApp | null = null;
	let navigations: string[] = [];
	const proxy = createServer((incoming, outgoing) => {
		if (isNavigation(incoming)) navigations.push(incoming.url ?? '');
		const { method, url: path, headers } = incoming;
		const { hostname, port } = new URL(app?.url ?? '');
		const forwarded = request({ hostname, port, method, path, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
			answer.pipe(outgoing);
		});
		// a browser that leaves a page lets go of its files
		forwarded.on('error', () => outgoing.destroy());
		incoming.pipe(forwarded);
	}).listen(0, new URL(installation.url).hostname);
	await once(proxy, 'listening');
	const { port } = proxy.address() as AddressInfo; // it listens on TCP
	const url = `http://${new URL(installation.url).hostname}:${port}`;
	app = await startApp({ APP_ORIGIN: url, DIRECTUS_URL: installation.directusUrl });
	const { stop } = app;
	return {
		url,
		navigations: () => [...navigations],
		forget: () => (navigations = []),
		stop: async () => {
			proxy.closeAllConnections();
			proxy.close();
			await stop();
		}
	};
}

function isNavigation({ headers }: IncomingMessage): boolean {
	return headers['sec-fetch-mode'] === 'navigate';
}
