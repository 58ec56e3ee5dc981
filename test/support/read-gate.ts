import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExtensionFolder } from './extension-folder.ts';

/** Where Directus is with a read of articles: it has not looked at permissions yet, or it has the rows. */
export type Stage = 'before' | 'after';

/** Holds reads of articles inside Directus, where a change of rights can overtake them; guests and administrators pass. */
export class ReadGate {
	readonly #folder: ExtensionFolder;
	readonly #server: Server;
	readonly #closed = new Set<Stage>();
	readonly #held = new Map<Stage, ServerResponse[]>();

	private constructor(folder: ExtensionFolder, server: Server) {
		this.#folder = folder;
		this.#server = server;
		server.on('request', ({ url }, response) => {
			const stage = url === '/before' ? 'before' : 'after';
			if (!this.#closed.has(stage)) return void response.end();
			this.#held.set(stage, [...(this.#held.get(stage) ?? []), response]);
		});
	}

	/** An open one. */
	static async make(): Promise<ReadGate> {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new ReadGate(await ExtensionFolder.make(MANIFEST, SOURCE), server);
	}

	/** Variables for Directus. */
	get variables(): Record<string, string> {
		const { port } = this.#server.address() as AddressInfo; // it listens on TCP
		return { ...this.#folder.variables, READ_GATE_URL: `http://127.0.0.1:${port}` };
	}

	/** Holds reads that come to this stage. */
	close(stage: Stage): void {
		this.#closed.add(stage);
	}

	/** How many reads it holds there. */
	held(stage: Stage): number {
		return this.#held.get(stage)?.length ?? 0;
	}

	/** Lets all of them go on, and those that come. */
	open(stage: Stage): void {
		this.#closed.delete(stage);
		for (const response of this.#held.get(stage) ?? []) response.end();
		this.#held.delete(stage);
	}

	async remove(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await this.#folder.remove();
	}
}

const MANIFEST = {
	name: 'read-gate',
	version: '1.0.0',
	type: 'module',
	'directus:extension': {
		type: 'hook',
		path: 'index.js',
		source: 'index.js',
		host: '^11.0.0 || ^12.0.0'
	}
};

const SOURCE = `
export default ({ filter }) => {
	const pass = (stage) => async (payload, _meta, { accountability }) => {
		if (accountability?.user && !accountability.admin)
			await fetch(process.env.READ_GATE_URL + '/' + stage);
		return payload;
	};
	filter('articles.items.query', pass('before'));
	filter('articles.items.read', pass('after'));
};
`;
