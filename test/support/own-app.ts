import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventsSecret } from './app-proof.ts';
import { EXIT_WITH_PARENT } from '../../scripts/parent-exit.js';
import { freePorts } from '../../scripts/site/ports.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../app');

/** A process of the built app that belongs to one test. */
export interface OwnApp {
	url: string;
	/** Its log so far. */
	output: () => string;
	/** How much memory it has in use, in MB. */
	memory: () => number;
	/** Sends SIGTERM and resolves with its exit code. */
	stop: () => Promise<number | null>;
	/** Settles with its exit code when it has ended. */
	ended: Promise<number | null>;
	/** Kills it (SIGKILL), as a failing machine does. */
	kill: () => Promise<void>;
}

/** How a process of the app ended that did not come to listen. */
export interface FailedStart {
	code: number | null;
	output: string;
}

/**
 * Starts the built app with these variables, on a port of its own; settles when it listens.
 *
 * @param folder the app of another tree
 */
export async function startApp(
	variables: Record<string, string>,
	folder = FOLDER
): Promise<OwnApp> {
	const started = await start(variables, folder);
	if ('code' in started) throw new Error(`The app did not start:\n${started.output}`);
	return started;
}

/** Starts the built app where it must not start. @returns its exit code and output */
export async function failToStart(variables: Record<string, string>): Promise<FailedStart> {
	const started = await start(variables, FOLDER);
	if ('code' in started) return started;
	await started.stop();
	throw new Error('The app started.');
}

async function start(
	variables: Record<string, string>,
	folder: string
): Promise<OwnApp | FailedStart> {
	const port = variables.PORT ?? (await freePorts(1))[0];
	const url = `http://localhost:${port}`;
	const { NODE_COMPILE_CACHE } = process.env;
	const app = spawn(process.execPath, [...EXIT_WITH_PARENT, 'server.js'], {
		cwd: folder,
		env: {
			NODE_ENV: 'production',
			PORT: String(port),
			APP_ORIGIN: url,
			// the one of the installation under test, and of those that tests start for themselves
			PORTICO_EVENTS_SECRET: eventsSecret(),
			...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
			...variables
		},
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	let output = '';
	const listening = new Promise<true>((resolve) => {
		for (const stream of [app.stdout, app.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				output += text;
				if (output.includes('listening on')) resolve(true);
			});
		}
	});
	const closed = once(app, 'close') as Promise<[number | null]>; // the exit code comes first
	const ended = await Promise.race([listening, closed]);
	if (ended !== true) return { code: ended[0], output };

	const exited = closed.then(([code]) => code);
	const stop = () => {
		app.kill('SIGTERM');
		return exited;
	};
	const kill = async () => {
		app.kill('SIGKILL');
		await closed;
	};
	const memory = () =>
		Number(execFileSync('ps', ['-o', 'rss=', '-p', String(app.pid)], { encoding: 'utf8' })) / 1024;
	return { url, output: () => output, memory, stop, ended: exited, kill };
}
