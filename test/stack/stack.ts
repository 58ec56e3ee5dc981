import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { freePorts } from '../../scripts/site/ports.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Services whose images are built. */
const BUILT = ['app', 'directus', 'proxy', 'mail'];

/** The stack of docker-compose.yml under a name and on ports of its own. */
export interface Stack {
	/** Variables in .env. */
	variables: NodeJS.ProcessEnv;
	/** Where it lies. */
	file: string;
	/** Variables that select this stack for `docker compose`, in any folder. */
	environment: NodeJS.ProcessEnv;
	siteUrl: string;
	studioUrl: string;
	/** Runs `docker compose`; returns its output, rejects where it fails. */
	compose(args: string[], variables?: NodeJS.ProcessEnv): Promise<string>;
	/** Runs a script of this project for it. */
	run(script: string, variables?: NodeJS.ProcessEnv): Promise<void>;
	/** The certificate of the proxy's own authority. */
	authority(): Promise<string>;
	/** Removes containers, volumes and .env. */
	remove(): Promise<void>;
	/** Removes .env, where nothing was started. */
	removeFolder(): void;
}

/** Makes an .env as people do, with `npm run env:make`; starts nothing. */
export async function makeStack(...options: string[]): Promise<Stack> {
	const name = `portico-test-${randomBytes(4).toString('hex')}`;
	const folder = path.join(tmpdir(), name);
	mkdirSync(folder, { mode: 0o700 });
	const file = path.join(folder, '.env');
	const [http, https, mail] = await freePorts(3);
	const ports = ['--http-port', `${http}`, '--https-port', `${https}`, '--mail-port', `${mail}`];
	await run(process.execPath, ['scripts/env-make.ts', '--file', file, ...ports, ...options], {
		cwd: ROOT
	});
	return stackIn(folder);
}

/** The stack of all files of one run, with demo content; each starts the replicas that it needs. */
export function sharedStack(): Stack {
	const { PORTICO_TEST_STACK: folder } = process.env;
	if (!folder) throw new Error('The global set-up has made no stack.');
	return stackIn(folder);
}

/** Builds the images, and names the stack that is shared. @returns a function that removes both */
export async function shareStack(): Promise<() => Promise<void>> {
	const stack = await makeStack('--demo');
	const folder = path.dirname(stack.file);
	Object.assign(process.env, {
		PORTICO_TEST_STACK: folder,
		PORTICO_TEST_IMAGES: path.basename(folder)
	});
	await stack.compose(['--profile', 'dev', 'build', '--quiet']);
	return async () => {
		await stack.remove();
		const images = Object.values(imagesOf(path.basename(folder)));
		await run('docker', ['image', 'rm', '--force', ...images]);
	};
}

/** The stack whose .env lies in this folder, which has its name. */
function stackIn(folder: string): Stack {
	const name = path.basename(folder);
	const file = path.join(folder, '.env');
	const variables = parseEnv(readFileSync(file, 'utf8'));
	const environment = {
		...imagesOf(process.env.PORTICO_TEST_IMAGES || name),
		COMPOSE_PROJECT_NAME: name,
		COMPOSE_FILE: path.join(ROOT, 'docker-compose.yml'),
		COMPOSE_ENV_FILES: file
	};
	const own = { ...process.env, ...environment };

	const compose = async (args: string[], given: NodeJS.ProcessEnv = {}) => {
		const { stdout } = await run('docker', ['compose', ...args], {
			cwd: ROOT,
			env: { ...own, ...given },
			maxBuffer: 2 ** 28
		});
		return stdout;
	};
	const removeFolder = () => rmSync(folder, { recursive: true });

	return {
		variables,
		file,
		environment,
		siteUrl: `https://${variables.SITE_HOST}:${variables.HTTPS_PORT}`,
		studioUrl: `https://${variables.STUDIO_HOST}:${variables.HTTPS_PORT}`,
		compose,
		run: async (script, given = {}) => {
			const env = { ...own, ...given };
			await run(process.execPath, [script], { cwd: ROOT, env, maxBuffer: 2 ** 28 });
		},
		authority: () =>
			compose(['exec', '-T', 'proxy', 'cat', '/data/caddy/pki/authorities/local/root.crt']),
		remove: async () => {
			await compose(['--profile', 'dev', 'down', '--volumes', '--timeout', '5']);
			removeFolder();
		},
		removeFolder
	};
}

function imagesOf(name: string): Record<string, string> {
	return Object.fromEntries(
		BUILT.map((service) => [`${service.toUpperCase()}_IMAGE`, `${name}-${service}`])
	);
}

/** Starts it; where that fails, the error has the last lines of each log. */
export async function up(stack: Stack, ...args: string[]): Promise<void> {
	await stack.compose(['up', '--wait', ...args]).catch(async (cause: unknown) => {
		const logs = await stack.compose(['logs', '--no-color', '--tail', '30']);
		throw new Error(logs, { cause });
	});
}
