import { createServer, type AddressInfo } from 'node:net';
import { isSystemError } from './files.ts';
import { UserError } from './user-error.ts';

/** The addresses that `localhost` stands for. */
const LOOPBACK = ['127.0.0.1', '::1'];

/** A port that a process of ours is about to listen on, and how a person chooses another. */
export interface WantedPort {
	port: number;
	/** Name of the program that listens there. */
	user: string;
	/** How to choose another port, `%` standing for its number. */
	change: string;
}

/** @throws UserError naming the first of the ports that something else listens on, and a free one instead */
export async function requireFree(wanted: WantedPort[]): Promise<void> {
	for (const { port, user, change } of wanted) {
		if (await isPortFree(port)) continue;
		const other = await freePortAfter(port);
		throw new UserError(
			`Port ${port}, meant for ${user}, is in use by another program.`,
			`Stop that program, or choose another port: ${change.replace('%', String(other))}`
		);
	}
}

async function freePortAfter(port: number): Promise<number> {
	for (let other = port + 1; other <= 65_535; other += 1) if (await isPortFree(other)) return other;
	return freePortAfter(1023);
}

/** Ports nothing listens on, all different. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(Array.from({ length: count }, () => listen(0, '127.0.0.1')));
	// an address is an object for every server that listens on a port
	const ports = servers.map((server) => (server.address() as AddressInfo).port);
	await Promise.all(servers.map(close));
	const areFree = await Promise.all(ports.map((port) => isPortFree(port)));
	// else another program has one of them at the other address
	return areFree.every(Boolean) ? ports : freePorts(count);
}

/** Whether servers could listen on this port at all these addresses, or those of them that this machine has. */
export async function isPortFree(port: number, addresses = LOOPBACK): Promise<boolean> {
	for (const address of addresses) if (!(await isFreeAt(address, port))) return false;
	return true;
}

async function isFreeAt(address: string, port: number): Promise<boolean> {
	try {
		await close(await listen(port, address));
		return true;
	} catch (error) {
		// a machine without IPv6
		if (isSystemError(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) return true;
		if (isSystemError(error, 'EADDRINUSE')) return false;
		if (isSystemError(error, 'EACCES')) {
			throw new UserError(`Port ${port} is reserved.`, 'Choose one above 1023.');
		}
		throw error;
	}
}

function listen(port: number, address: string) {
	const server = createServer();
	return new Promise<typeof server>((resolve, reject) => {
		server.once('error', reject).listen(port, address, () => resolve(server));
	});
}

function close(server: ReturnType<typeof createServer>): Promise<void> {
	return new Promise((resolve) => server.close(() => resolve()));
}
