import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FIREFOX_PREFERENCES, installedFirefox } from '../browsers/firefox.ts';
import { installedWebkit } from '../webkit/installed.ts';
import type { Display, Point } from './display.ts';

/** What a plain browser is started with. */
export interface Start {
	engine: 'Firefox' | 'WebKit';
	scripts: boolean;
	address: string;
}

/** What a first start shows people besides the page they asked for, and what a browser asks its maker. */
const FIREFOX_QUIET = {
	'app.normandy.enabled': false,
	'app.update.enabled': false,
	'browser.aboutwelcome.enabled': false,
	'browser.preonboarding.enabled': false,
	'browser.shell.checkDefaultBrowser': false,
	'browser.startup.homepage_override.mstone': 'ignore',
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
	close: () => Promise<void>;
}

/** The buttons of WebKitGTK's browser, which has no keys for them. */
const BACK_BUTTON: Point = [20, 18];
const FORWARD_BUTTON: Point = [54, 18];

/** Opens a browser at an address. */
export function openBrowser(start: Start, display: Display): PlainBrowser {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-browser-'));
	const [program, ...args] = start.engine === 'Firefox' ? firefox(start, folder) : webkit(start);
	const browser = spawn(program, args, {
		// its processes are a group, which is ended as a whole
		detached: true,
		stdio: 'ignore',
		env: {
			...display.environment,
			HOME: folder,
			XDG_CACHE_HOME: path.join(folder, 'cache'),
			XDG_DATA_HOME: path.join(folder, 'data'),
			LANG: 'en_US.UTF-8',
			// there is no graphics card
			LIBGL_ALWAYS_SOFTWARE: '1',
			WEBKIT_DISABLE_DMABUF_RENDERER: '1'
		}
	});
	const gone = once(browser, 'exit');
	const kill = () => {
		if (browser.pid && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL');
	};
	process.once('exit', kill);
	const isFirefox = start.engine === 'Firefox';
	return {
		back: () => (isFirefox ? display.press('alt+Left') : display.click(BACK_BUTTON)),
		forward: () => (isFirefox ? display.press('alt+Right') : display.click(FORWARD_BUTTON)),
		reload: () => display.press('F5'),
		close: async () => {
			kill();
			await gone;
			process.off('exit', kill);
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

type Command = [string, ...string[]];

function firefox({ scripts, address }: Start, folder: string): Command {
	const program = installedFirefox();
	if (!program) throw new Error('There is no Firefox here.');
	const preferences = {
		...FIREFOX_QUIET,
		...FIREFOX_PREFERENCES,
		'focusmanager.testmode': false,
		'javascript.enabled': scripts
	};
	const profile = path.join(folder, 'profile');
	mkdirSync(profile);
	writeFileSync(
		path.join(profile, 'user.js'),
		Object.entries(preferences)
			.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
			.join('')
	);
	return [program, '--no-remote', '--profile', profile, address];
}

function webkit({ scripts, address }: Start): Command {
	const programs = installedWebkit();
	if (!programs) throw new Error('There is no WebKit here.');
	const language = scripts ? [] : ['--enable-javascript=FALSE'];
	return [programs.browser, ...language, address];
}
