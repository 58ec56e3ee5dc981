import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { commandLine } from './directus-package.ts';
import { workingFolder } from './environment.ts';

/**
 * Runs one command of Directus' own command line.
 *
 * @returns its output, without colours
 * @throws an Error with its output when it fails
 */
export async function runDirectus(
	environment: Record<string, string>,
	...command: string[]
): Promise<string> {
	const cwd = workingFolder(environment);
	await mkdir(cwd, { recursive: true });
	const child = spawn(process.execPath, [commandLine, ...command], {
		cwd,
		env: environment,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
	const printed = stripVTControlCharacters(output).trim();
	if (code !== 0) {
		throw new Error(
			`directus ${command.join(' ')} failed (${signal ?? `code ${code}`}):\n\n${printed}`
		);
	}
	return printed;
}

/** A Directus that serves. */
export interface Server {
	stop(): Promise<void>;
}

/**
 * Starts the server; settles when it listens.
 *
 * @throws an Error with its output where it ends before
 */
export async function startDirectus(environment: Record<string, string>): Promise<Server> {
	const child = spawn(process.execPath, [commandLine, 'start'], {
		cwd: workingFolder(environment),
		env: environment,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const exited = once(child, 'exit');
	// it sends `ready` when it listens
	const early = await Promise.race([once(child, 'message').then(() => null), exited]);
	if (early) {
		throw new Error(`directus start failed:\n\n${stripVTControlCharacters(output).trim()}`);
	}
	return {
		stop: async () => {
			child.kill();
			await exited;
		}
	};
}
