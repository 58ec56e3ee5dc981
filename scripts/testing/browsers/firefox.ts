import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { firstThatStarts, inPath } from './browser-programs.ts';

const NAMES = ['firefox-esr', 'firefox'];
const INTERRUPTED = /Navigation to "(.*)" is interrupted by another navigation to "(.*)"/;
const MAC_PATH = '/Applications/Firefox.app/Contents/MacOS/firefox';

/** The program that Playwright starts as Firefox. */
export const FIREFOX_RELAY = fileURLToPath(new URL('firefox-relay.ts', import.meta.url));

/** Defaults of Firefox that Playwright changes: pages kept for going back, cookies apart by site, a window in front. */
export const FIREFOX_PREFERENCES = {
	'fission.bfcacheInParent': true,
	'network.cookie.cookieBehavior': 5,
	// no process waits for a page that no test opens
	'dom.ipc.processPrelaunch.enabled': false,
	// light, whatever the desktop's setting: the relay promises it
	'layout.css.prefers-color-scheme.content-override': 1,
	// an invisible window still has the focus, else no element shows that it has it
	'focusmanager.testmode': true
};

/**
 * Makes a page repeat a navigation that was interrupted by itself: over https, Firefox sometimes reports to Playwright one
 * navigation under two ids (1 in 60).
 */
export function repeatInterruptedNavigations(page: Page): void {
	const goto = page.goto.bind(page);
	page.goto = async (address, options) => {
		try {
			return await goto(address, options);
		} catch (error) {
			const [, wanted, instead] = INTERRUPTED.exec(String(error)) ?? [];
			if (!wanted || wanted !== instead) throw error;
			return goto(address, options);
		}
	};
}

/** A Firefox that starts on this machine: PORTICO_FIREFOX, or the system's; null without one. */
export function installedFirefox(): string | null {
	return process.env.PORTICO_FIREFOX || firstThatStarts([...inPath(NAMES), MAC_PATH]);
}
