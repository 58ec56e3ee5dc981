import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A self-signed certificate, and its files. */
export interface Certificate {
	certificateFile: string;
	keyFile: string;
}

/** Whether certificates can be made here. */
export const canMakeCertificates = spawnSync('openssl', ['version']).status === 0;

/** Makes a certificate for a name, which vouches for itself, in a folder. */
export function makeCertificate(folder: string, name: string): Certificate {
	const [certificateFile, keyFile] = ['certificate.pem', 'key.pem'].map((file) =>
		path.join(folder, file)
	) as [string, string]; // two of two
	execFileSync(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
			...[
				'-keyout',
				keyFile,
				'-out',
				certificateFile,
				'-days',
				'90',
				'-subj',
				`/O=Test/CN=${name}`
			],
			...['-addext', `subjectAltName=DNS:${name}`]
		],
		{ stdio: 'ignore' }
	);
	return { certificateFile, keyFile };
}

/** A proxy with TLS in front of a server on this machine, which may alter the headers that it passes on. */
export class TlsRelay {
	/** Its target; may be set after its own port is known. */
	target = '';
	/** Transforms the headers of a response. */
	spoil: (headers: IncomingHttpHeaders) => IncomingHttpHeaders = (headers) => headers;
	readonly port: number;
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
		this.port = (server.address() as AddressInfo).port; // it listens on TCP
		server.on('request', (request, response) => {
			const { method, url = '/', headers } = request;
			const passed = send(this.target + url, { method, headers, agent: false }, (answer) => {
				response.writeHead(answer.statusCode ?? 502, this.spoil(answer.headers));
				answer.pipe(response);
			});
			passed.on('error', () => response.writeHead(502).end());
			request.pipe(passed);
		});
	}

	/** Begins to listen. */
	static async open({ certificateFile, keyFile }: Certificate): Promise<TlsRelay> {
		const server = createServer({
			cert: readFileSync(certificateFile),
			key: readFileSync(keyFile)
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		return new TlsRelay(server);
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}
}
