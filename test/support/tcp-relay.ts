import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between an app and a server of any kind, which it can take away. */
export class TcpRelay {
	readonly port: number;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	/** How many connections it has taken since `restore`, also those that were refused a moment later. */
	taken = 0;
	#held: (() => void)[] | null = null;

	private constructor(server: Server, host: string, port: number) {
		this.#server = server;
		this.port = (server.address() as AddressInfo).port; // it listens on TCP
		server.on('connection', (socket) => {
			this.taken += 1;
			this.#join(socket, connect(port, host));
		});
	}

	/** Begins to listen in front of a server. */
	static async to(url: string): Promise<TcpRelay> {
		const { hostname, port } = new URL(url);
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new TcpRelay(server, hostname, Number(port));
	}

	/** How many connections stand. */
	get connections(): number {
		return this.#sockets.size / 2;
	}

	/** Keeps connections, but lets nothing pass, as a process that was stopped. */
	hang(): void {
		this.#held ??= [];
	}

	/** Breaks all connections and takes no more. */
	async cut(): Promise<void> {
		this.#server.close();
		for (const socket of this.#sockets) socket.destroy();
		await once(this.#server, 'close');
	}

	/** Lets everything pass, and takes connections again at the same port. */
	async restore(): Promise<void> {
		this.#goOn();
		this.taken = 0;
		if (this.#server.listening) return;
		this.#server.listen(this.port, '127.0.0.1');
		await once(this.#server, 'listening');
	}

	#goOn(): void {
		const held = this.#held ?? [];
		this.#held = null;
		for (const pass of held) pass();
	}

	#join(one: Socket, other: Socket): void {
		for (const [from, to] of [
			[one, other],
			[other, one]
		] as const) {
			this.#sockets.add(from);
			from.on('data', (bytes) => this.#pass(() => void to.write(bytes)));
			// broken connections are intended here
			from.on('error', () => {});
			from.on('close', () => {
				this.#sockets.delete(from);
				to.destroy();
			});
		}
	}

	#pass(action: () => void): void {
		if (this.#held) this.#held.push(action);
		else action();
	}
}
