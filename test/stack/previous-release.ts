import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unpackPreviousCode } from '../support/previous-release.ts';
import { linkPackages } from '../support/tree-copy.ts';
import type { Stack } from './stack.ts';

const DOCKERFILE = path.join(import.meta.dirname, 'previous-release.Dockerfile');
/** What release 0.1 uses and this one does not, in its versions. */
const REMOVED_PACKAGES = ['ipaddr.js@2.4.0', 'p-limit@3.1.0'];

/** Release 0.1 for the containers of a stack. */
export interface PreviousRelease {
	/** Variables that select its docker-compose.yml and its images. */
	environment: NodeJS.ProcessEnv;
	/** Removes its images and files. */
	remove(): Promise<void>;
}

/**
 * Builds the images of release 0.1. They have its code, and its packages where these are others than the present ones;
 * all else is the images of the stack, so that it takes seconds.
 */
export async function buildPreviousRelease({ environment }: Stack): Promise<PreviousRelease> {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-previous-release-'));
	const run = (command: string, args: string[], cwd = folder) =>
		promisify(execFile)(command, args, { cwd, env: { ...process.env, NODE_ENV: 'production' } });

	unpackPreviousCode(folder);
	linkPackages(folder);
	await run('npm', ['install', '--no-save', '--prefix', 'removed', ...REMOVED_PACKAGES]);
	const removed = path.join(folder, 'removed/node_modules');
	const packages = path.join(folder, 'node_modules');
	for (const name of readdirSync(removed).filter((name) => !name.startsWith('.'))) {
		rmSync(path.join(packages, name), { force: true });
		symlinkSync(path.join(removed, name), path.join(packages, name));
	}
	await run('npm', ['run', 'build'], path.join(folder, 'app'));
	await run('npm', ['run', 'build'], path.join(folder, 'directus/extensions/portico'));

	const { NODE_IMAGE, CADDY_IMAGE } = process.env;
	const build = async (service: string, file: string, ...options: string[]) => {
		const image = `${environment.COMPOSE_PROJECT_NAME}-previous-${service}`;
		const given = { ...environment, NODE_IMAGE, CADDY_IMAGE };
		const args = Object.entries(given).flatMap(([name, value]) =>
			value && name.endsWith('_IMAGE') ? ['--build-arg', `${name}=${value}`] : []
		);
		await run('docker', [
			'build',
			'--quiet',
			'--file',
			file,
			'--tag',
			image,
			...args,
			...options,
			'.'
		]);
		return image;
	};
	const images = {
		APP_IMAGE: await build('app', DOCKERFILE, '--target', 'app'),
		DIRECTUS_IMAGE: await build('directus', DOCKERFILE, '--target', 'directus'),
		PROXY_IMAGE: await build('proxy', 'proxy/Dockerfile')
	};
	return {
		environment: { ...images, COMPOSE_FILE: path.join(folder, 'docker-compose.yml') },
		remove: async () => {
			await run('docker', ['image', 'rm', '--force', ...Object.values(images)]);
			rmSync(folder, { recursive: true });
		}
	};
}
