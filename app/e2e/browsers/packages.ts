import { spawnSync } from 'node:child_process';
import { inPath } from './programs.ts';
import { existsSync } from 'node:fs';

/** Why packages cannot be installed here: words for a person, who may be able to do it; null where they can. */
export function obstacleToInstalling(
	packages: string[],
	{ platform = process.platform as string, isRoot = process.getuid?.() === 0, hasApt = aptIsHere() } = {}
): string | null {
	const command = `apt-get install --no-install-recommends ${packages.join(' ')}`;
	if (platform !== 'linux') return `on Debian and Ubuntu this installs it: sudo ${command}`;
	if (!hasApt) return `install what Debian calls ${packages.join(', ')}`;
	return isRoot ? null : `run: sudo ${command}`;
}

/** Installs packages of Debian or Ubuntu, as root. Throws with what apt-get says where that fails. */
export function installPackages(packages: string[]): void {
	aptGet('update');
	aptGet('install', '-y', '--no-install-recommends', ...packages);
}

function aptIsHere(): boolean {
	return inPath(['apt-get']).some((file) => existsSync(file));
}

function aptGet(...args: string[]): void {
	const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], {
		stdio: ['ignore', 'ignore', 'pipe'],
		encoding: 'utf8',
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	});
	if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-5).join('\n'));
}
