import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { GenericContainer, Wait } from 'testcontainers';
import { freePorts } from '../scripts/site/ports.ts';

const PORT = 6379;
const ENGINE_TIMEOUT_MILLISECONDS = 20_000;
const READY = 'Ready to accept connections';

/** A Redis to measure with. */
export interface Redis {
	url: string;
	stop: () => Promise<void>;
}

/** That of REDIS_URL, or one of our own: the redis-server of this machine, or one in a container. Null without any. */
export async function findRedis(): Promise<Redis | null> {
	if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => {} };
	if (answers('redis-server', '--version')) return startProgram();
	if (answers('docker', 'info')) return startContainer();
	return null;
}

function answers(command: string, argument: string): boolean {
	const { status } = spawnSync(command, [argument], { timeout: ENGINE_TIMEOUT_MILLISECONDS });
	return status === 0;
}

async function startProgram(): Promise<Redis> {
	const [port] = await freePorts(1);
	const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
	const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
	const exited = once(server, 'exit');
	for await (const text of server.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false }))
		if (String(text).includes(READY)) break;
	server.stdout.resume();
	const stop = async () => {
		server.kill();
		await exited;
	};
	return { url: `redis://127.0.0.1:${port}`, stop };
}

async function startContainer(): Promise<Redis> {
	const container = await new GenericContainer(process.env.REDIS_IMAGE || 'redis:7')
		.withExposedPorts(PORT)
		.withWaitStrategy(Wait.forLogMessage(READY))
		.start();
	const url = `redis://${container.getHost()}:${container.getMappedPort(PORT)}`;
	return { url, stop: async () => void (await container.stop()) };
}
