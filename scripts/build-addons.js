// npm's postinstall: builds the two native add-ons that Directus needs and that bring no binary for this Node.
// Every other install script is off (allowScripts in package.json). Node built-ins only: nothing else is there yet.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectNode } from './project-node.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const node = projectNode(root) ?? process.execPath;
const nodeFolder = path.dirname(path.dirname(node));

for (const addon of ['isolated-vm', 'sqlite3']) {
	const folder = path.join(root, 'node_modules', addon);
	if (!existsSync(folder) || loads(folder)) continue;
	build(addon, folder);
}

/** @param {string} folder */
function loads(folder) {
	try {
		execFileSync(node, ['-e', `require(${JSON.stringify(folder)})`], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/**
 * @param {string} addon
 * @param {string} folder
 */
function build(addon, folder) {
	console.log(`building ${addon} for ${path.basename(nodeFolder)} …`);
	try {
		execFileSync('npm', ['run', 'install'], {
			cwd: folder,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				...process.env,
				PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
				npm_config_nodedir: nodeFolder
			}
		});
	} catch (cause) {
		throw new Error(`${addon} did not build. It needs python3, make and a C++ compiler.`, { cause });
	}
}
