// The first stage of every command: `node scripts/launch.js FILE [arguments]`. Runs on any Node from 20 on with
// nothing installed, hence Node built-ins only: brings the packages, and goes on under the Node 22 among them.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonsAreBuilt, buildAddons } from './addons.js';
import { installPackages, packagesAreCurrent } from './packages.js';
import { onParentExit, EXIT_WITH_PARENT } from './parent-exit.js';
import { projectNode } from './project-node.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [file = '', ...args] = process.argv.slice(2);

try {
	if (!packagesAreCurrent(root)) {
		console.error('Installing packages (a few minutes the first time)');
		await installPackages(root);
	}
	if (!addonsAreBuilt(root)) await buildAddons(root);
	goOn(suitableNode());
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

function suitableNode() {
	const node = projectNode(root);
	if (node) return node;
	if (process.version.startsWith('v22.')) return process.execPath;
	throw new Error(
		`There is no Node 22 package for ${process.platform} ${process.arch}. ` +
			`Install Node 22.22 or newer, and try again with it (this is ${process.version}).`
	);
}

/** @param {string} node */
function goOn(node) {
	const binaries = [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env.PATH];
	// node:sqlite works, and warns at each start that it may change
	const quiet = '--disable-warning=ExperimentalWarning';
	const child = spawn(node, [quiet, ...EXIT_WITH_PARENT, file, ...args], {
		cwd: root,
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, PATH: binaries.join(path.delimiter) }
	});
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => child.kill(signal));
	}
	// npm passes signals on, but not that it was killed. (Between npm and us there is no shell, which would
	// keep signals for itself: that is why the scripts in package.json start with `exec`.)
	if (process.env.npm_lifecycle_event) onParentExit(() => child.kill('SIGTERM'));
	child.on('error', (error) => {
		console.error(`Node 22 does not start (${node}): ${error.message}`);
		process.exitCode = 1;
	});
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGTERM'];
	});
}
