import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { WebkitContext } from './context.ts';
import {
	installedWebkit,
	type WebkitPrograms
} from '../../../scripts/testing/browsers/installed-webkit.ts';
import { waitFor } from './wait.ts';
import { killOnExit, WebDriver } from './webdriver.ts';

const execute = promisify(execFile);

const SCREEN = '1600x2400x24';

/** How a context looks at the site. */
export interface ContextOptions {
	baseURL: string;
	javaScriptEnabled: boolean;
	/** Light by default. */
	dark?: boolean;
}

/**
 * WebKit on a display of its own. Playwright drives a build of WebKit that only its maker offers; this is the one that
 * comes with the system, through WebKitGTK's own driver.
 */
export class WebkitBrowser {
	readonly #programs: WebkitPrograms;
	readonly #display: ChildProcess;
	readonly #environment: NodeJS.ProcessEnv;

	static async start(): Promise<WebkitBrowser> {
		const programs = installedWebkit();
		if (!programs) throw new Error('There is no WebKit here that can be driven.');
		const display = spawn(
			programs.display,
			['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'],
			{ stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }
		);
		killOnExit(display);
		const named = display.stdio[3];
		if (!named) throw new Error('The display cannot say its name.');
		const [name] = (await once(named, 'data')) as [Buffer];
		return new WebkitBrowser(programs, display, `:${name.toString().trim()}`);
	}

	private constructor(programs: WebkitPrograms, display: ChildProcess, name: string) {
		this.#programs = programs;
		this.#display = display;
		this.#environment = {
			...process.env,
			DISPLAY: name,
			LANG: 'en_US.UTF-8',
			// there is no graphics card
			LIBGL_ALWAYS_SOFTWARE: '1',
			WEBKIT_DISABLE_DMABUF_RENDERER: '1'
		};
	}

	/** Opens a browser without cookies. */
	async newContext({ baseURL, javaScriptEnabled, dark = false }: ContextOptions) {
		const { driver, browser } = this.#programs;
		const capabilities = {
			// containers on this machine are certified by an authority of their own
			acceptInsecureCerts: true,
			// where a page of another site comes back, the driver waits for a load that it has missed: tabs wait themselves
			pageLoadStrategy: 'none',
			'webkitgtk:browserOptions': {
				binary: browser,
				args: [
					'--automation',
					...(javaScriptEnabled ? [] : ['--enable-javascript=FALSE']),
					...(dark ? ['--dark-mode'] : [])
				]
			}
		};
		const webDriver = await WebDriver.start(driver, capabilities, this.#environment);
		await this.#focus();
		return new WebkitContext(webDriver, baseURL);
	}

	async close(): Promise<void> {
		this.#display.kill();
		await once(this.#display, 'exit');
	}

	/** Without a window manager no window has the keyboard, and pages show no focus. */
	async #focus(): Promise<void> {
		const args = ['search', '--onlyvisible', '--class', 'MiniBrowser', 'windowfocus', '%@'];
		// it finds none as long as there is none
		const openWindow = () =>
			execute(this.#programs.pointer, args, { env: this.#environment }).catch(() => null);
		await waitFor(openWindow, 'WebKit opens no window.');
	}
}
