import { installedWebkit } from '../webkit/installed.ts';
import { bringChromium } from './chromium.ts';
import { FIREFOX_PACKAGES, installedFirefox } from './firefox.ts';
import { installPackages, obstacleToInstalling } from './packages.ts';
import { WEBKIT_PACKAGES } from './webkit.ts';

/** A browser engine that journeys run in. */
export type Engine = 'Chromium' | 'Firefox' | 'WebKit';

type Say = (line: string) => void;

/** Whether an engine is here that starts, installed already or now; if not, says how a person can install it. */
export function bringEngine(engine: Engine, say: Say): boolean {
	if (engine === 'Chromium') return bringChromium(say) !== null;
	if (engine === 'Firefox') {
		return bring(engine, () => installedFirefox() !== null, FIREFOX_PACKAGES, say);
	}
	return bring(engine, () => installedWebkit() !== null, [WEBKIT_PACKAGES], say);
}

/** @param choices sets of packages, each of which brings it; not every distribution knows every one */
function bring(engine: Engine, isHere: () => boolean, choices: string[][], say: Say): boolean {
	if (isHere()) return true;
	for (const packages of choices) {
		const obstacle = obstacleToInstalling(packages);
		if (obstacle) {
			say(`No ${engine} here: ${obstacle}`);
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
