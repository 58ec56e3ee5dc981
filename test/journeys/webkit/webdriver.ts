import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePorts } from '../../../scripts/site/ports.ts';
import { waitFor } from './wait.ts';

/** An error response of the driver; `code` is one of the W3C's, such as `stale element reference`. */
export class WebDriverError extends Error {
	readonly code: string;

	constructor(code: string, message: string) {
		super(`${code}: ${message}`);
		this.code = code;
	}
}

/** One browser behind a WebDriver process of its own: WebKit's serves one session at a time. */
export class WebDriver {
	readonly #process: ChildProcess;
	readonly #url: string;

	/** Starts the program, and a session that has these capabilities. */
	static async start(
		program: string,
		capabilities: object,
		environment: NodeJS.ProcessEnv
	): Promise<WebDriver> {
		const [port] = await freePorts(1);
		const process = spawn(program, ['--host=127.0.0.1', `--port=${port}`], {
			stdio: 'ignore',
			env: environment
		});
		killOnExit(process);
		const url = `http://127.0.0.1:${port}`;
		await listening(url);
		const body = { capabilities: { alwaysMatch: capabilities } };
		const { sessionId } = await send<{ sessionId: string }>('POST', `${url}/session`, body);
		return new WebDriver(process, `${url}/session/${sessionId}`);
	}

	private constructor(process: ChildProcess, url: string) {
		this.#process = process;
		this.#url = url;
	}

	get<T>(path: string, signal?: AbortSignal): Promise<T> {
		return send('GET', this.#url + path, undefined, signal);
	}

	post<T>(path: string, body: object = {}, signal?: AbortSignal): Promise<T> {
		return send('POST', this.#url + path, body, signal);
	}

	delete(path: string): Promise<void> {
		return send('DELETE', this.#url + path);
	}

	/** Closes the browser and ends the process. */
	async quit(): Promise<void> {
		await this.delete('');
		this.#process.kill();
		await once(this.#process, 'exit');
	}
}

/** Ends a process when this one ends, however the test ended. */
export function killOnExit(child: ChildProcess): void {
	const end = () => child.kill();
	process.once('exit', end);
	child.once('exit', () => process.off('exit', end));
}

async function listening(url: string): Promise<void> {
	// not listening yet
	const readStatus = () => fetch(`${url}/status`).catch(() => null);
	await waitFor(readStatus, 'The driver does not start.');
}

async function send<T>(
	method: string,
	url: string,
	body?: object,
	signal?: AbortSignal
): Promise<T> {
	const response = await fetch(url, {
		method,
		...(body && { body: JSON.stringify(body) }),
		...(signal && { signal })
	});
	const { value } = (await response.json()) as { value: T | { error: string; message: string } };
	if (response.ok) return value as T; // the type that the W3C specifies for this endpoint
	const { error, message } = value as { error: string; message: string };
	throw new WebDriverError(error, message);
}
