import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	CHROMIUM_ARGUMENTS,
	installedChromium
} from '../../../scripts/testing/browsers/chromium.ts';
import {
	FIREFOX_PREFERENCES,
	installedFirefox
} from '../../../scripts/testing/browsers/firefox.ts';
import { installedWebkit } from '../../../scripts/testing/browsers/installed-webkit.ts';
import type { Display, Point } from '../../../scripts/testing/browsers/display.ts';

/** Options of a plain browser. */
export interface Start {
	engine: 'Chromium' | 'Firefox' | 'WebKit';
	scripts: boolean;
	address: string;
}

/** Turns off the pages of a first start, and requests to the maker of the browser. */
const FIREFOX_QUIET = {
	'app.normandy.enabled': false,
	'app.update.enabled': false,
	'browser.aboutwelcome.enabled': false,
	'browser.preonboarding.enabled': false,
	'browser.shell.checkDefaultBrowser': false,
	'browser.startup.homepage_override.mstone': 'ignore',
	'browser.warnOnQuitShortcut': false,
	'datareporting.policy.dataSubmissionEnabled': false,
	'network.captive-portal-service.enabled': false,
	'network.connectivity-service.enabled': false,
	'termsofuse.bypassNotification': true,
	'toolkit.telemetry.reportingpolicy.firstRun': false
};

/** A browser as people start it: no driver, a profile of its own. */
export interface PlainBrowser {
	back: () => void;
	forward: () => void;
	reload: () => void;
	/** Quits it and starts it again with its open tabs. WebKitGTK's browser restores nothing. */
	restart: () => Promise<void>;
	close: () => Promise<void>;
}

/** The buttons of WebKitGTK's browser, which has no keys for them. */
const BACK_BUTTON: Point = [20, 18];
const FORWARD_BUTTON: Point = [54, 18];

/** Opens a browser at an address. */
export function openBrowser(start: Start, display: Display): PlainBrowser {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-browser-'));
	const commandOf = { Chromium: chromium, Firefox: firefox, WebKit: webkit }[start.engine];
	let browser = spawnBrowser(commandOf(start, folder), folder, display);
	const kill = () => signal(browser, 'SIGKILL');
	process.once('exit', kill);
	const hasKeys = start.engine !== 'WebKit';
	return {
		back: () => (hasKeys ? display.press('alt+Left') : display.click(BACK_BUTTON)),
		forward: () => (hasKeys ? display.press('alt+Right') : display.click(FORWARD_BUTTON)),
		reload: () => display.press('F5'),
		restart: async () => {
			const gone = once(browser, 'exit');
			// a browser that is ended from outside may not have written its cookies down
			display.press(start.engine === 'Firefox' ? 'ctrl+q' : 'ctrl+shift+w');
			await gone;
			browser = spawnBrowser(commandOf({ ...start, address: null }, folder), folder, display);
		},
		close: async () => {
			const gone = once(browser, 'exit');
			kill();
			await gone;
			process.off('exit', kill);
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

/** Starts a browser as a group of processes, which is ended as a whole. */
function spawnBrowser([program, ...args]: Command, folder: string, display: Display): ChildProcess {
	return spawn(program, args, {
		detached: true,
		stdio: 'ignore',
		env: {
			...display.environment,
			HOME: folder,
			XDG_CACHE_HOME: path.join(folder, 'cache'),
			XDG_CONFIG_HOME: path.join(folder, 'config'),
			XDG_DATA_HOME: path.join(folder, 'data'),
			LANG: 'en_US.UTF-8',
			// there is no graphics card
			LIBGL_ALWAYS_SOFTWARE: '1',
			WEBKIT_DISABLE_DMABUF_RENDERER: '1'
		}
	});
}

function signal({ pid, exitCode }: ChildProcess, name: NodeJS.Signals): void {
	if (pid && exitCode === null) process.kill(-pid, name);
}

type Command = [string, ...string[]];
/** Without an address a browser reopens its last tabs. */
type Opening = Omit<Start, 'address'> & { address: string | null };

function chromium({ address }: Opening, folder: string): Command {
	const program = installedChromium();
	if (!program) throw new Error('There is no Chromium here.');
	const profile = `--user-data-dir=${path.join(folder, 'profile')}`;
	const quiet = ['--no-first-run', '--disable-gpu', '--password-store=basic', profile];
	return [program, ...CHROMIUM_ARGUMENTS, ...quiet, address ?? '--restore-last-session'];
}

function firefox({ scripts, address }: Opening, folder: string): Command {
	const program = installedFirefox();
	if (!program) throw new Error('There is no Firefox here.');
	const preferences = {
		...FIREFOX_QUIET,
		...FIREFOX_PREFERENCES,
		'focusmanager.testmode': false,
		'javascript.enabled': scripts,
		// the last tabs
		'browser.startup.page': 3
	};
	const profile = path.join(folder, 'profile');
	mkdirSync(profile, { recursive: true });
	writeFileSync(
		path.join(profile, 'user.js'),
		Object.entries(preferences)
			.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
			.join('')
	);
	return [program, '--no-remote', '--profile', profile, ...(address ? [address] : [])];
}

function webkit({ scripts, address }: Opening): Command {
	const programs = installedWebkit();
	if (!programs) throw new Error('There is no WebKit here.');
	const language = scripts ? [] : ['--enable-javascript=FALSE'];
	return [programs.browser, ...language, ...(address ? [address] : [])];
}
