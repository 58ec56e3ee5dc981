import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { EXIT_WITH_PARENT } from '../scripts/parent-exit.js';
import { freePorts } from '../scripts/site/ports.ts';
import { cpuMilliseconds, memoryUsage, USAGE_PROBE } from '../test/support/process-usage.ts';

const HOST = '127.0.0.1';

/** A server in production mode, in a process of its own that reports its CPU time and its memory. */
export class MeasuredServer {
	readonly url: string;
	readonly #process: ChildProcess;

	private constructor(url: string, process: ChildProcess) {
		this.url = url;
		this.#process = process;
	}

	/** Starts Node with these arguments in this folder, on a free port by default; settles when it says that it listens. */
	static async start(
		command: string[],
		folder: string,
		variables: Record<string, string> = {}
	): Promise<MeasuredServer> {
		const port = variables.PORT ?? (await freePorts(1))[0];
		const url = `http://${HOST}:${port}`;
		const server = spawn(
			process.execPath,
			[...EXIT_WITH_PARENT, '--import', USAGE_PROBE, ...command],
			{
				cwd: folder,
				env: { NODE_ENV: 'production', HOST, PORT: String(port), APP_ORIGIN: url, ...variables },
				stdio: ['ignore', 'pipe', 'inherit', 'ipc']
			}
		);
		const listens = new Promise<true>((resolve) => {
			server.stdout?.setEncoding('utf8').on('data', (text: string) => {
				if (/listening on/i.test(text)) resolve(true);
			});
		});
		const ended = once(server, 'exit').then(() => false);
		if (!(await Promise.race([listens, ended])))
			throw new Error(`${command.join(' ')} in ${folder} ended.`);
		return new MeasuredServer(url, server);
	}

	/** The CPU time that it has used since it started, in milliseconds. */
	cpuMilliseconds(): Promise<number> {
		return cpuMilliseconds(this.#process);
	}

	/** Its memory, in bytes; after a garbage collection where Node runs with `--expose-gc`. */
	memory(): Promise<NodeJS.MemoryUsage> {
		return memoryUsage(this.#process);
	}

	async stop(): Promise<void> {
		const exited = once(this.#process, 'exit');
		this.#process.kill('SIGTERM');
		await exited;
	}
}
