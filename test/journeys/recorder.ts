import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificate, TlsRelay } from '../support/tls-relay.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';

/** A navigation as it arrived, and how it was answered. */
export interface Visit {
	path: string;
	/** The Sec-Fetch-Site header. */
	site: string | undefined;
	/** The names of its cookies. */
	cookies: string[];
	/** 0 while in flight. */
	status: number;
	/** The part of the page that was sent so far. */
	body: string;
}

/** A site whose visits are counted. */
export interface RecordedSite {
	url: string;
	/** The navigations since the last `clearVisits`. */
	visits: () => Visit[];
	/** An address that leaves cookies in a browser, as headers set them, and leads on. */
	handOver: (setCookies: string[], location: string) => string;
	/** The paths and queries of the navigations since the last `clearVisits`. */
	navigations: () => string[];
	clearVisits: () => void;
	/** Takes the tokens from this many of the next navigations, as if each came from another site. */
	withholdTokens: (times: number) => void;
	stop: () => Promise<void>;
}

const HAND_OVER = '/hand-over';

/**
 * Starts a process of the app behind a proxy that records requests: it sees every request of any browser, also
 * of one whose driver reports none. On https there is another one before it.
 */
export async function recordSite({ secure = false } = {}): Promise<RecordedSite> {
	let app: OwnApp | null = null;
	let visits: Visit[] = [];
	let withheld = 0;
	let handedOver: { 'set-cookie': string[]; location: string } | null = null;
	const proxy = createServer((incoming, outgoing) => {
		if (handedOver && incoming.url === HAND_OVER) {
			outgoing.writeHead(303, handedOver).end();
			return;
		}
		const visit = visitOf(incoming);
		if (isNavigation(incoming)) visits.push(visit);
		const isWithheld = isNavigation(incoming) && withheld-- > 0;
		const { method, url: address } = incoming;
		const headers = isWithheld ? withoutTokens(incoming.headers) : incoming.headers;
		const { hostname, port } = new URL(app?.url ?? '');
		const forwarded = request({ hostname, port, method, path: address, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
			visit.status = answer.statusCode ?? 0;
			answer.on('data', (chunk: Buffer) => (visit.body += chunk.toString()));
			answer.pipe(outgoing);
		});
		// a browser that leaves a page lets go of its files
		forwarded.on('error', () => outgoing.destroy());
		incoming.pipe(forwarded);
	}).listen(0, new URL(installation.url).hostname);
	await once(proxy, 'listening');
	const { port } = proxy.address() as AddressInfo; // it listens on TCP
	const { hostname } = new URL(installation.url);
	const plainUrl = `http://${hostname}:${port}`;
	const relay = secure ? await openRelay(hostname, plainUrl) : null;
	const url = relay ? `https://${hostname}:${relay.port}` : plainUrl;
	app = await startApp({ APP_ORIGIN: url, DIRECTUS_URL: installation.directusUrl });
	const { stop } = app;
	return {
		url,
		visits: () => [...visits],
		navigations: () => visits.map(({ path }) => path),
		clearVisits: () => (visits = []),
		withholdTokens: (times) => (withheld = times),
		handOver: (setCookies, location) => {
			handedOver = { 'set-cookie': setCookies, location };
			return url + HAND_OVER;
		},
		stop: async () => {
			await relay?.close();
			proxy.closeAllConnections();
			proxy.close();
			await stop();
		}
	};
}

/** Puts TLS in front of it, with a self-signed certificate. It needs openssl. */
async function openRelay(name: string, target: string): Promise<TlsRelay> {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-certificate-'));
	const relay = await TlsRelay.open(makeCertificate(folder, name));
	rmSync(folder, { recursive: true });
	relay.target = target;
	return relay;
}

function visitOf({ url: path = '', headers }: IncomingMessage): Visit {
	const site = headers['sec-fetch-site'];
	const cookies = (headers.cookie ?? '').split('; ').map((cookie) => cookie.split('=')[0] ?? '');
	return { path, site, cookies: cookies.filter(Boolean), status: 0, body: '' };
}

function isNavigation({ headers }: IncomingMessage): boolean {
	return headers['sec-fetch-mode'] === 'navigate';
}

function withoutTokens({ cookie = '', ...others }: IncomingHttpHeaders): IncomingHttpHeaders {
	const kept = cookie.split('; ').filter((one) => !/^(__Host-)?(access|refresh)_token=/.test(one));
	return { ...others, cookie: kept.join('; '), 'sec-fetch-site': 'cross-site' };
}
