import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.js';

const PROGRESS_SECONDS = 10;

/**
 * Whether node_modules holds what package-lock.json asks for, built for this machine.
 *
 * @param {string} root the project's folder
 */
export function packagesAreCurrent(root) {
	const stamp = stampFile(root);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted(root);
}

/**
 * Notes that the packages are complete. The last step of every installation, so that an interrupted one starts again.
 *
 * @param {string} root
 */
export function markPackagesCurrent(root) {
	writeFileSync(stampFile(root), wanted(root));
}

/**
 * Installs what package-lock.json asks for, without anybody's install scripts; prints a line from time to time.
 *
 * @param {string} root
 * @returns {Promise<void>} rejects with npm's last lines where npm failed
 */
export function installPackages(root) {
	const started = Date.now();
	// what a person's or a server's own configuration may hold and the project cannot live with
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

/** @param {string} root */
function stampFile(root) {
	return path.join(root, 'node_modules', '.portico-packages');
}

/** @param {string} root */
function wanted(root) {
	const lockfile = readFileSync(path.join(root, 'package-lock.json'));
	const hash = createHash('sha256').update(lockfile).digest('hex');
	return `${process.platform}-${process.arch} ${hash}\n`;
}
