import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.js';

const PROGRESS_SECONDS = 10;

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages */

/**
 * Whether node_modules matches package-lock.json, by npm's own record of the installed packages, which npm writes
 * last: an installation that was interrupted has none. Optional packages are for other platforms, and may be missing.
 *
 * @param {string} root the project's folder
 */
export function packagesAreCurrent(root) {
	const installed = packagesIn(path.join(root, 'node_modules', '.package-lock.json'));
	const wanted = packagesIn(path.join(root, 'package-lock.json'));
	return Object.entries(wanted).every(([folder, { version, integrity, optional }]) => {
		const found = installed[folder];
		if (!found) return folder === '' || optional === true;
		return found.version === version && found.integrity === integrity;
	});
}

/**
 * The version of an installed package, or null if it is not installed.
 *
 * @param {string} root
 * @param {string} name
 */
export function installedVersion(root, name) {
	const file = path.join(root, 'node_modules', name, 'package.json');
	if (!existsSync(file)) return null;
	/** @type {{ version: string }} */
	const { version } = JSON.parse(readFileSync(file, 'utf8'));
	return version;
}

/**
 * Installs the packages of package-lock.json; prints a line from time to time.
 *
 * @param {string} root
 * @returns {Promise<void>} rejects with npm's last lines where npm failed
 */
export function installPackages(root) {
	const started = Date.now();
	// overrides settings of a person's or a server's npm that would break the project
	const flags = [
		'--include=dev',
		'--include=optional',
		'--engine-strict=false',
		'--ignore-scripts'
	];
	const { command, args, shell } = npm();
	const child = spawn(command, [...args, 'ci', ...flags, '--no-audit', '--no-fund'], {
		cwd: root,
		shell,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => (output += text));
	}
	const progress = setInterval(() => {
		console.error(`  … ${Math.round((Date.now() - started) / 1000)} s`);
	}, PROGRESS_SECONDS * 1000);

	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) => {
			clearInterval(progress);
			if (code === 0) return resolve();
			const lines = output.trimEnd().split('\n').slice(-20).join('\n');
			reject(new Error(`npm could not install the packages:\n${lines}`));
		});
	});
}

/**
 * @param {string} lockfile
 * @returns {Packages}
 */
function packagesIn(lockfile) {
	if (!existsSync(lockfile)) return {};
	return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}
