import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificate, TlsRelay } from '../test/faults/tls-relay.ts';
import { installation } from '../test/installation.ts';
import { startApp } from '../test/own-app.ts';

/** The site on https, with a certificate that nobody has signed. */
export interface SecureSite {
	url: string;
	stop: () => Promise<void>;
}

/** Starts a process of the app behind a proxy with TLS. It needs openssl. */
export async function secureSite(): Promise<SecureSite> {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-certificate-'));
	const relay = await TlsRelay.open(makeCertificate(folder, 'localhost'));
	rmSync(folder, { recursive: true });
	const url = `https://localhost:${relay.port}`;
	const app = await startApp({ APP_ORIGIN: url, DIRECTUS_URL: installation.directusUrl });
	relay.target = app.url;
	return {
		url,
		stop: async () => {
			await relay.close();
			await app.stop();
		}
	};
}
