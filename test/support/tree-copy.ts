import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	realpathSync,
	rmSync,
	symlinkSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePorts } from '../../scripts/site/ports.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Ends the process when its parent ends. */
const EXIT_WITH_PARENT = new URL('../../scripts/tether.js', import.meta.url).href;
/** The parts of the tree that commands need, with the builds, as in a tree that was started before. */
const ENTRIES = [
	...['app', 'contract', 'directus', 'proxy', 'scripts', 'directus-schema.yaml'],
	...['.prettierrc.json', 'package.json', 'package-lock.json', 'tsconfig.json']
];
/** The workspaces among the packages: links that lead to the folders beside them. */
const WORKSPACES = '@portico';
/** Entries of npm and of the launcher among the packages; other names like these are caches and generated files. */
const NPM_ENTRIES = ['.bin', '.package-lock.json', '.portico-addons'];

/** Where a site that runs from a copy answers. */
export interface CopiedSite {
	url: string;
	directusUrl: string;
	stop: () => Promise<void>;
}

/** A copy of this tree in a folder of its own, with the same packages, for tests that change its files. */
export class TreeCopy {
	readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'portico-tree-')));

	constructor() {
		for (const entry of ENTRIES) {
			const filter = (source: string) => !isMade(path.basename(source));
			cpSync(path.join(ROOT, entry), path.join(this.folder, entry), { recursive: true, filter });
		}
		linkPackages(this.folder);
	}

	/** Runs `npm run NAME` in it, on the installation in a data folder. @throws with its output where it fails */
	async run(name: string, data?: string): Promise<void> {
		await this.#npm(this.folder, name, data === undefined ? {} : { PORTICO_DATA: data });
	}

	/** Builds its app. @returns the folder of the app */
	async buildApp(): Promise<string> {
		const folder = path.join(this.folder, 'app');
		// else Vite builds for tests
		await this.#npm(folder, 'build', { NODE_ENV: 'production' });
		return folder;
	}

	async #npm(cwd: string, name: string, variables: Record<string, string>): Promise<void> {
		const env = { ...process.env, ...variables };
		await promisify(execFile)('npm', ['run', '--silent', name], { cwd, env });
	}

	/** Runs `npm start` on the installation in a data folder; settles when the site is ready. */
	async start(data: string): Promise<CopiedSite> {
		const [port = 0, directusPort = 0, mailPort = 0, smtpPort = 0] = await freePorts(4);
		const ports = ['--port', String(port), '--directus-port', String(directusPort)];
		const start = spawn(
			process.execPath,
			['--import', EXIT_WITH_PARENT, 'scripts/start.ts', '--data', data, ...ports],
			{
				cwd: this.folder,
				env: {
					...process.env,
					PORTICO_MAIL_PORT: String(mailPort),
					PORTICO_SMTP_PORT: String(smtpPort),
					// on a machine that is busy with other things Directus would turn requests away
					PRESSURE_LIMITER_ENABLED: 'false'
				},
				stdio: ['ignore', 'pipe', 'inherit', 'ipc']
			}
		);
		const exited = once(start, 'exit');
		const output: string[] = [];
		const isReady = new Promise<boolean>((resolve) => {
			if (!start.stdout) throw new Error('It was started without a pipe.');
			createInterface(start.stdout)
				.on('line', (line) => {
					output.push(line);
					if (line.startsWith('ready ')) resolve(true);
				})
				.on('close', () => resolve(false));
		});
		if (!(await isReady)) throw new Error(`The copy does not start:\n${output.join('\n')}`);
		return {
			url: `http://localhost:${port}`,
			directusUrl: `http://localhost:${directusPort}`,
			stop: async () => {
				start.kill('SIGTERM');
				await exited;
			}
		};
	}

	remove(): void {
		rmSync(this.folder, { recursive: true });
	}
}

/** Gives another tree the packages of this one, one by one: a link to the whole folder would lead to the workspaces of this tree. */
export function linkPackages(folder: string): void {
	for (const workspace of ['.', 'app']) {
		const from = path.join(ROOT, workspace, 'node_modules');
		if (!existsSync(from)) continue;
		const to = path.join(folder, workspace, 'node_modules');
		mkdirSync(to);
		for (const name of readdirSync(from)) {
			if (name === WORKSPACES || (/^[.$]/.test(name) && !NPM_ENTRIES.includes(name))) continue;
			symlinkSync(path.join(from, name), path.join(to, name));
		}
		const workspaces = path.join(from, WORKSPACES);
		if (!existsSync(workspaces)) continue;
		cpSync(workspaces, path.join(to, WORKSPACES), { recursive: true, verbatimSymlinks: true });
	}
}

function isMade(name: string): boolean {
	return name === 'node_modules' || name === '.svelte-kit';
}
