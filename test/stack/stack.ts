import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
	run(script: string): Promise<void>;
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
	const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
	const file = path.join(folder, '.env');
	const [http, https, mail] = await freePorts(3);
	const ports = ['--http-port', `${http}`, '--https-port', `${https}`, '--mail-port', `${mail}`];
	await run(process.execPath, ['scripts/env-make.ts', '--file', file, ...ports, ...options], {
		cwd: ROOT
	});
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
		siteUrl: `https://${variables.SITE_HOST}:${https}`,
		studioUrl: `https://${variables.STUDIO_HOST}:${https}`,
		compose,
		run: async (script) => {
			await run(process.execPath, [script], { cwd: ROOT, env: own, maxBuffer: 2 ** 28 });
		},
		authority: () =>
			compose(['exec', '-T', 'proxy', 'cat', '/data/caddy/pki/authorities/local/root.crt']),
		remove: async () => {
			await compose(['down', '--volumes', '--timeout', '5']);
			removeFolder();
		},
		removeFolder
	};
}

/** Builds the images that the stacks of one run share, and returns a function that removes them. */
export async function buildImages(): Promise<() => Promise<void>> {
	const name = `portico-test-${randomBytes(4).toString('hex')}`;
	process.env.PORTICO_TEST_IMAGES = name;
	const stack = await makeStack();
	await stack.compose(['--profile', 'dev', 'build', '--quiet']);
	stack.removeFolder();
	return async () => {
		await run('docker', ['image', 'rm', '--force', ...Object.values(imagesOf(name))]);
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
