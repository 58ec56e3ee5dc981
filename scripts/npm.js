import path from 'node:path';

/**
 * How to run npm from here: the npm that runs us where there is one, else the one in PATH.
 *
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npm() {
	const cli = process.env.npm_execpath;
	if (cli && path.basename(cli) === 'npm-cli.js') {
		return { command: process.execPath, args: [cli], shell: false };
	}
	// npm is a .cmd file on Windows, which only a shell can run
	return { command: 'npm', args: [], shell: process.platform === 'win32' };
}
