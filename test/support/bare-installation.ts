import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AdministratorCredentials } from '../../scripts/directus/administrator.ts';
import { commandLine } from '../../scripts/directus/directus-package.ts';
import { directusEnvironment } from '../../scripts/directus/environment.ts';

const EVENTS_SECRET = randomBytes(32).toString('base64');

/** A Directus of one's own, whose set-up may be done, broken and done again. */
export interface OwnInstallation {
	environment: Record<string, string>;
	credentials: AdministratorCredentials;
	/** Secret shared by app and Directus. */
	eventsSecret: string;
	/** Starts the server; settles when it listens. */
	start(): Promise<void>;
	remove(): Promise<void>;
}

/** Names an installation that does not exist yet: SQLite by default, in a folder of its own. */
export async function ownInstallation(variables: NodeJS.ProcessEnv = {}): Promise<OwnInstallation> {
	const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
	const dataFolder = await mkdtemp(path.join(tmpdir(), 'portico-set-up-'));
	const port = await freePort();
	const admin = { email: 'admin@example.com', password: 'an-administrator' };
	const environment = directusEnvironment(
		{
			dataFolder,
			host: '127.0.0.1',
			port,
			appOrigin: 'http://localhost:3000',
			secret: 'a-secret-of-at-least-thirty-two-characters',
			admin,
			smtp: null,
			events: { url: null, secret: EVENTS_SECRET }
		},
		{ PATH, HOME, NODE_COMPILE_CACHE, ...variables }
	);

	const stops: (() => Promise<unknown>)[] = [];
	return {
		environment,
		credentials: { url: `http://127.0.0.1:${port}`, ...admin },
		eventsSecret: EVENTS_SECRET,
		async start() {
			const server = spawn(process.execPath, [commandLine, 'start'], {
				cwd: dataFolder,
				env: environment,
				stdio: ['ignore', 'ignore', 'inherit', 'ipc']
			});
			const exited = once(server, 'exit');
			stops.push(() => {
				server.kill();
				return exited;
			});
			await Promise.race([
				once(server, 'message'),
				exited.then(() => Promise.reject(new Error('Directus ended')))
			]);
		},
		async remove() {
			for (const stop of stops) await stop();
			await rm(dataFolder, { recursive: true });
		}
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('not a TCP server');
	return address.port;
}
