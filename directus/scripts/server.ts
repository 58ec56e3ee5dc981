import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { commandLine } from './directus-package.ts';
import { workingFolder } from './environment.ts';

const START_TIMEOUT_SECONDS = 120;
const STOP_TIMEOUT_SECONDS = 20;
const LINES_IN_AN_ERROR = 15;

/** A Directus server that answers. */
export interface DirectusServer {
	url: string;
	pid: number;
	/** Settles when the process has ended, whoever ended it. */
	exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	/** Ends the process and waits for it. */
	stop(): Promise<void>;
}

/**
 * Starts Directus and waits until it answers.
 *
 * @param output takes what the server prints, as it comes
 * @throws an Error with the last lines of its log when it ends or does not answer in time
 */
export async function startDirectus(
	environment: Record<string, string>,
	output: (text: string) => void
): Promise<DirectusServer> {
	const folder = workingFolder(environment);
	await mkdir(folder, { recursive: true });
	const child = spawn(process.execPath, [commandLine, 'start'], {
		cwd: folder,
		env: environment,
		// The channel carries the one word `ready`; a poll of the port could be answered by somebody else
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});

	let log = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			log = (log + text).slice(-20_000);
			output(text);
		});
	}

	const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
		child.once('exit', (code, signal) => resolve({ code, signal }));
	});
	const failure = await Promise.race([
		once(child, 'message').then(() => null),
		exited.then(({ code, signal }) => `Directus ended (${signal ?? `code ${code}`})`),
		patience(START_TIMEOUT_SECONDS).then(
			() => `Directus did not answer within ${START_TIMEOUT_SECONDS} s`
		)
	]);
	if (failure) {
		await end(child, exited);
		throw new Error(`${failure}. The last lines of its log:\n\n${lastLines(log)}`);
	}

	return {
		url: `http://${environment.HOST}:${environment.PORT}`,
		// A process that sent a message has a pid
		pid: child.pid as number,
		exited,
		stop: () => end(child, exited)
	};
}

async function end(child: ChildProcess, exited: DirectusServer['exited']) {
	child.kill('SIGTERM');
	const stubborn = patience(STOP_TIMEOUT_SECONDS).then(() => child.kill('SIGKILL'));
	await Promise.race([exited, stubborn]);
	await exited;
}

/** Settles after that many seconds, but keeps no process alive. */
function patience(seconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
}

function lastLines(log: string): string {
	return stripVTControlCharacters(log).trim().split('\n').slice(-LINES_IN_AN_ERROR).join('\n');
}
