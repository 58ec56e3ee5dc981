import { DISPLAY_PROGRAMS } from './display.ts';
import { installedWebkit } from './installed-webkit.ts';
import { ensureChromium } from './chromium.ts';
import { installedFirefox } from './firefox.ts';
import { installPackages, installationError } from './system-packages.ts';
import { isInPath } from './browser-programs.ts';

/** A browser engine that journeys run in. */
export type Engine = 'Chromium' | 'Firefox' | 'WebKit';

type Say = (line: string) => void;

/** Packages of a virtual display in Debian and Ubuntu. */
const DISPLAY_PACKAGES = ['xvfb', 'xdotool'];
/** Debian calls it by the first name, others by the second. */
const FIREFOX_PACKAGES = ['firefox-esr', 'firefox'].map((name) => [name, ...DISPLAY_PACKAGES]);
const WEBKIT_PACKAGES = [['webkit2gtk-driver', ...DISPLAY_PACKAGES]];

/**
 * Whether the tests can use an engine: installs a missing one where possible, and otherwise says how a person can install
 * it. Firefox and WebKit need a display, too, for the tests that start them without a driver.
 */
export function ensureEngine(engine: Engine, say: Say): boolean {
	if (engine === 'Chromium') return ensureChromium(say) !== null;
	const choices = engine === 'Firefox' ? FIREFOX_PACKAGES : WEBKIT_PACKAGES;
	const installed = engine === 'Firefox' ? installedFirefox : installedWebkit;
	const isHere = () => installed() !== null && DISPLAY_PROGRAMS.every(isInPath);
	return ensure(engine, isHere, choices, say);
}

/** @param choices alternative sets of packages, because names differ between distributions */
function ensure(engine: Engine, isHere: () => boolean, choices: string[][], say: Say): boolean {
	if (isHere()) return true;
	for (const packages of choices) {
		const error = installationError(packages);
		if (error) {
			say(`No ${engine} here: ${error}`);
			return false;
		}
		say(`No ${engine} here: installing ${packages.join(', ')}`);
		try {
			installPackages(packages);
		} catch (error) {
			say(error instanceof Error ? error.message : String(error));
		}
		if (isHere()) return true;
	}
	return false;
}
