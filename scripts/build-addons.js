// npm's postinstall: builds the two native add-ons that Directus needs and that bring no binary for this Node.
// Every other install script is off (allowScripts in package.json). Node built-ins only: nothing else is there yet.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.js';
import { markPackagesCurrent } from './packages.js';
import { projectNode } from './project-node.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const node = projectNode(root) ?? process.execPath;
/** Holds `include/node`, the headers to build against. */
const nodeFolder = path.dirname(path.dirname(node));

// the image of Directus, which has another database, asks for the first alone
const names = process.argv.length > 2 ? process.argv.slice(2) : ['isolated-vm', 'sqlite3'];
const addons = names.map((name) => path.join(root, 'node_modules', name));
const broken = addons.filter((folder) => existsSync(folder) && !loads(folder)).find(fails);

if (broken) {
	process.exitCode = 1;
} else {
	markPackagesCurrent(root);
}

/** @param {string} folder */
function loads(folder) {
	const code = `require(${JSON.stringify(folder)})`;
	return spawnSync(node, ['-e', code], { stdio: 'ignore' }).status === 0;
}

/** @param {string} folder */
function fails(folder) {
	console.log(`Building ${path.basename(folder)}`);
	const { command, args, shell } = npm();
	const build = spawnSync(command, [...args, 'run', 'install'], {
		cwd: folder,
		shell,
		encoding: 'utf8',
		env: buildEnvironment()
	});
	if (build.status === 0 && loads(folder)) return false;

	const lines = `${build.stdout}${build.stderr}`.trimEnd().split('\n').slice(-15);
	console.error(lines.join('\n'));
	console.error(`\n${path.basename(folder)} did not build. ${advice()}`);
	return true;
}

/** Headers and binary of one and the same Node, whatever the person's npm is configured for. */
function buildEnvironment() {
	/** @type {NodeJS.ProcessEnv} */
	const environment = {
		...process.env,
		PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
		npm_config_nodedir: nodeFolder
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
