import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Programs of a virtual display: an X server without a screen, and its keyboard and mouse. */
export const DISPLAY_PROGRAMS = ['Xvfb', 'xdotool'];
/** Wide enough that no browser hides a part of a page. */
const SCREEN = '1400x1000x24';

/** Pixels from the left and from the top. */
export type Point = readonly [number, number];

/** A display without a screen, and its keyboard. */
export class Display {
	readonly environment: NodeJS.ProcessEnv;
	readonly #server: ChildProcess;

	/** Starts one with a free name. */
	static async start(): Promise<Display> {
		const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
			stdio: ['ignore', 'ignore', 'ignore', 'pipe']
		});
		const names = server.stdio[3];
		if (!names) throw new Error('The display cannot say its name.');
		const [name] = (await once(names, 'data')) as [Buffer];
		return new Display(server, `:${name.toString().trim()}`);
	}

	private constructor(server: ChildProcess, name: string) {
		this.#server = server;
		this.environment = { ...process.env, DISPLAY: name };
		process.once('exit', () => server.kill());
	}

	/** Presses keys as a person does, one after the other: `Return`, `alt+Left`. */
	press(...keys: string[]): void {
		this.#do('key', '--clearmodifiers', ...keys);
	}

	/** Clicks at this place of the display. */
	click([x, y]: Point): void {
		this.#do('mousemove', `${x}`, `${y}`, 'click', '1');
	}

	/** The titles of its windows that can be seen. */
	titles(): string[] {
		return this.#windows().map((id) => this.#do('getwindowname', id).trim());
	}

	/** Gives its windows the keyboard focus, since there is no window manager. */
	focus(): void {
		for (const id of this.#windows()) this.#do('windowfocus', id);
	}

	async stop(): Promise<void> {
		const gone = once(this.#server, 'exit');
		this.#server.kill();
		await gone;
	}

	#windows(): string[] {
		try {
			return this.#do('search', '--onlyvisible', '--name', '.').trim().split('\n').filter(Boolean);
		} catch {
			return []; // none yet
		}
	}

	#do(...args: string[]): string {
		return execFileSync('xdotool', args, { env: this.environment, encoding: 'utf8' });
	}
}
