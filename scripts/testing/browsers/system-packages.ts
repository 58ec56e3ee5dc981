import { spawnSync } from 'node:child_process';
import { isInPath } from './browser-programs.ts';

interface Machine {
	platform: string;
	isRoot: boolean;
	hasApt: boolean;
}

/** Why packages of Debian and Ubuntu cannot be installed here, as advice to a person; null where they can. */
export function installationError(
	packages: string[],
	{ platform, isRoot, hasApt }: Machine = thisMachine()
): string | null {
	const names = packages.join(' ');
	if (platform !== 'linux') return `on Debian and Ubuntu it is in the packages ${names}`;
	if (!hasApt) return `install what Debian has in the packages ${names}`;
	return isRoot ? null : `run sudo apt-get install --no-install-recommends ${names}`;
}

/** Installs packages as root. @throws with the output of apt-get where that fails */
export function installPackages(packages: string[]): void {
	aptGet('update');
	aptGet('install', '-y', '--no-install-recommends', ...packages);
}

function thisMachine(): Machine {
	return {
		platform: process.platform,
		isRoot: process.getuid?.() === 0,
		hasApt: isInPath('apt-get')
	};
}

function aptGet(...args: string[]): void {
	const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], {
		stdio: ['ignore', 'ignore', 'pipe'],
		encoding: 'utf8',
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	});
	if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-5).join('\n'));
}
