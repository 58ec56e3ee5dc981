import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A span as it arrived, its attributes in one object. */
export interface ReceivedSpan {
	name: string;
	/** 2 for a server's, 3 for a client's. */
	kind: number;
	traceId: string;
	spanId: string;
	/** Empty where it has none. */
	parentSpanId: string;
	attributes: Record<string, unknown>;
	/** Those of the sender. */
	resource: Record<string, unknown>;
	/** 2 where it failed. */
	status: { code?: number };
}

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type Export = {
	resourceSpans: {
		resource: { attributes: Attribute[] };
		scopeSpans: {
			spans: (Omit<ReceivedSpan, 'attributes' | 'resource'> & { attributes: Attribute[] })[];
		}[];
	}[];
};

/** Takes traces as a collector does: OTLP over HTTP, in JSON. */
export class Collector {
	readonly url: string;
	readonly spans: ReceivedSpan[] = [];
	/** All that was sent, as it came. */
	received = '';
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
		server.on('request', (request, response) => {
			void text(request).then((body) => {
				const isExport = request.method === 'POST' && request.url === '/v1/traces';
				if (isExport) this.#take(body);
				response.writeHead(isExport ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
			});
		});
	}

	/** Begins to listen. */
	static async open(): Promise<Collector> {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new Collector(server);
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#take(body: string): void {
		this.received += body;
		const { resourceSpans } = JSON.parse(body) as Export;
		for (const { resource, scopeSpans } of resourceSpans) {
			for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
				this.spans.push({
					...span,
					parentSpanId: span.parentSpanId ?? '',
					attributes: plain(span.attributes),
					resource: plain(resource.attributes)
				});
			}
		}
	}
}

function plain(attributes: Attribute[]): Record<string, unknown> {
	return Object.fromEntries(
		attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue])
	);
}
