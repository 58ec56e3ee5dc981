import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { npm } from './npm.js';
import { installedVersion } from './packages.js';
import { projectNode } from './project-node.js';

/** Native add-ons that Directus needs, built for the project's Node. No other package runs an install script. */
const ADDONS = ['isolated-vm', 'sqlite3'];

const MAX_OUTPUT_BYTES = 2 ** 28;
const run = promisify(execFile);

/**
 * Whether the native add-ons were built as they are installed, for this Node and this machine.
 *
 * @param {string} root the project's folder
 */
export function addonsAreBuilt(root) {
	const file = recordFile(root);
	return existsSync(file) && readFileSync(file, 'utf8') === record(root);
}

/**
 * Builds the native add-ons, at the same time: most of SQLite is one file, which occupies one core.
 *
 * @param {string} root
 * @throws with the last lines of a build that failed, and what it lacks
 */
export async function buildAddons(root) {
	const builds = await Promise.allSettled(ADDONS.map((name) => buildAddon(root, name)));
	const failed = builds.find((build) => build.status === 'rejected');
	if (failed) throw failed.reason;
	// the last step, so that an interrupted build starts again
	writeFileSync(recordFile(root), record(root));
}

/**
 * Builds one native add-on by its own install script, unless it loads already.
 *
 * @param {string} root
 * @param {string} name
 * @throws with the last lines of a build that failed, and what it lacks
 */
export async function buildAddon(root, name) {
	const node = projectNode(root) ?? process.execPath;
	const folder = path.join(root, 'node_modules', name);
	if (loads(folder, node)) return;

	console.error(`Building ${name}`);
	const { command, args, shell } = npm();
	/** @type {{ stdout: string, stderr: string, code?: unknown }} */
	const { stdout, stderr, code } = await run(command, [...args, 'run', 'install'], {
		cwd: folder,
		shell,
		maxBuffer: MAX_OUTPUT_BYTES,
		env: buildEnvironment(node)
	}).catch((error) => error);
	if (code === undefined && loads(folder, node)) return;

	const lines = `${stdout}${stderr}`.trimEnd().split('\n').slice(-15);
	throw new Error(`${lines.join('\n')}\n\n${name} did not build. ${advice()}`);
}

/**
 * @param {string} folder
 * @param {string} node
 */
function loads(folder, node) {
	const code = `require(${JSON.stringify(folder)})`;
	return spawnSync(node, ['-e', code], { stdio: 'ignore' }).status === 0;
}

/**
 * Headers and binary of one and the same Node, whatever the person's npm is configured for.
 *
 * @param {string} node
 */
function buildEnvironment(node) {
	/** @type {NodeJS.ProcessEnv} */
	const environment = {
		...process.env,
		PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
		// this folder holds include/node
		npm_config_nodedir: path.dirname(path.dirname(node))
	};
	for (const name of ['runtime', 'target', 'arch', 'disturl', 'devdir']) {
		delete environment[`npm_config_${name}`];
	}
	return environment;
}

function advice() {
	if (process.platform === 'win32') {
		return 'It needs Python 3 and the C++ workload of Visual Studio Build Tools.';
	}
	const missing = ['python3', 'make', 'c++'].filter(
		(tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error
	);
	if (missing.length === 0) return 'Its last lines are above.';
	const fix =
		process.platform === 'darwin'
			? 'xcode-select --install'
			: 'on Debian and Ubuntu: sudo apt-get install -y python3 make g++';
	return `Missing: ${missing.join(', ')} (${fix}).`;
}

/** @param {string} root */
function recordFile(root) {
	return path.join(root, 'node_modules', '.portico-addons');
}

/**
 * Identifies a build of the add-ons: the platform, Node and their versions.
 *
 * @param {string} root
 */
function record(root) {
	const node = projectNode(root) ?? process.version;
	const versions = ADDONS.map((name) => `${name}@${installedVersion(root, name)}`);
	return `${process.platform}-${process.arch} ${path.relative(root, node)} ${versions.join(' ')}\n`;
}
