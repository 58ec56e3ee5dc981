import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

/** The programs that driving WebKit takes, by their paths. */
export interface WebkitPrograms {
	/** The browser that comes with WebKitGTK. */
	browser: string;
	/** Speaks WebDriver, and drives it. */
	driver: string;
	/** A display without a screen. */
	display: string;
	/** Gives a window of that display the keyboard. */
	pointer: string;
}

/** WebKit as this machine has it; null where a part is missing. */
export function installedWebkit(): WebkitPrograms | null {
	const browser = globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser')[0];
	const [driver, display, pointer] = ['WebKitWebDriver', 'Xvfb', 'xdotool'].map(inPath);
	return browser && driver && display && pointer ? { browser, driver, display, pointer } : null;
}

function inPath(name: string): string | undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
