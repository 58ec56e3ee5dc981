import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { EXIT_WITH_PARENT } from '../../scripts/parent-exit.js';

const SERVER = path.resolve(import.meta.dirname, '../../examples/service/server.ts');

/** The example service as a process of its own. */
export class ExampleService {
	readonly #process: ChildProcess;

	private constructor(process: ChildProcess) {
		this.#process = process;
	}

	/** Starts it; settles when it listens. */
	static async start(siteUrl: string, port: number, name: string): Promise<ExampleService> {
		const service = spawn(process.execPath, [...EXIT_WITH_PARENT, SERVER], {
			env: { SITE_ORIGIN: siteUrl, PORT: String(port), SERVICE_NAME: name },
			stdio: ['ignore', 'pipe', 'inherit', 'ipc']
		});
		await once(service.stdout ?? service, 'data');
		return new ExampleService(service);
	}

	/** Kills it (SIGKILL), as a failing machine does. */
	async kill(): Promise<void> {
		const closed = once(this.#process, 'close');
		this.#process.kill('SIGKILL');
		await closed;
	}
}
