import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint } from './files.ts';
import type { Processes, Program } from './processes.ts';

/** A workspace that is compiled before it runs, by the `build` script of its package.json. */
export interface Build {
	/** Human-readable name. */
	name: string;
	/** Name of its log. */
	log: string;
	/** All paths are relative to the root. */
	folder: string;
	/** Files and folders that its result depends on, besides the packages. */
	sources: string[];
	output: string;
}

export const APP: Build = {
	name: 'The build of the app',
	log: 'app-build',
	folder: 'app',
	sources: [
		'app/src',
		'app/static',
		'app/vite.config.ts',
		'app/package.json',
		'app/tsconfig.json',
		'contract'
	],
	output: 'app/build'
};

export const EXTENSION: Build = {
	name: 'The build of the extension',
	log: 'extension-build',
	folder: 'directus/extensions/portico',
	// rules that it shares with the app, and with set-up
	sources: ['directus/extensions/portico', 'contract', 'directus/access'],
	output: 'directus/extensions/portico/dist'
};

/** Whether the output was built from the current sources and packages. */
export function isCurrent(root: string, build: Build): boolean {
	const stamp = stampFile(root, build);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesOf(root, build);
}

/** Builds it. An interrupted build leaves no stamp, hence is made again. */
export async function make(root: string, build: Build, processes: Processes, log: string) {
	const sources = sourcesOf(root, build);
	rmSync(stampFile(root, build), { force: true });
	await processes.run(program(root, build, log));
	writeFileSync(stampFile(root, build), sources);
}

/** The program that rebuilds it whenever its sources change; for builds by esbuild. */
export function watchProgram(root: string, build: Build, log: string): Program {
	const once = program(root, build, log);
	return { ...once, command: `${String(once.command)} --watch=forever` };
}

function program(root: string, { name, folder }: Build, log: string): Program {
	const manifest = readFileSync(path.join(root, folder, 'package.json'), 'utf8');
	const { scripts } = JSON.parse(manifest) as { scripts: { build: string } };
	return {
		name,
		command: scripts.build,
		cwd: path.join(root, folder),
		// else Vite builds for whatever the caller is, and that for tests or development is slow and talks too much
		environment: { ...process.env, NODE_ENV: 'production' },
		log
	};
}

function sourcesOf(root: string, { sources }: Build): string {
	return fingerprint(root, [...sources, 'package-lock.json']);
}

function stampFile(root: string, { output }: Build): string {
	return path.join(root, output, '.sources');
}
