import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../scripts/site/ports.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const PROJECT = `portico-test-${randomBytes(4).toString('hex')}`;

const run = promisify(execFile);
const [port] = await freePorts(1);
const environment = {
	...process.env,
	SECRET: randomUUID(),
	DB_PASSWORD: randomUUID(),
	ADMIN_EMAIL: 'admin@example.com',
	ADMIN_PASSWORD: randomUUID(),
	APP_ORIGIN: 'https://site.example',
	PORTICO_DIRECTUS_PORT: String(port)
};

async function compose(variables: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
	const { stdout } = await run('docker', ['compose', '--project-name', PROJECT, ...args], {
		cwd: ROOT,
		env: { ...environment, ...variables },
		maxBuffer: 2 ** 26
	});
	return stdout;
}

describe('docker compose up --wait', () => {
	beforeAll(async () => {
		await compose({}, 'build');
		await compose({}, 'up', '--wait').catch(async (cause: unknown) => {
			throw new Error(await compose({}, 'logs', '--no-color', '--tail', '30'), { cause });
		});
	}, 1_200_000);

	afterAll(async () => {
		await compose({}, '--profile', 'set-up', 'down', '--volumes', '--timeout', '5');
	}, 120_000);

	test('brings database, cache and Directus to healthy', async () => {
		const lines = (await compose({}, 'ps', '--format', '{{.Service}} {{.Health}}'))
			.trim()
			.split('\n');
		expect(lines.sort()).toEqual(['cache healthy', 'database healthy', 'directus healthy']);
	});

	test('Directus answers on the port of this machine, with the extension', async () => {
		const url = `http://127.0.0.1:${port}/portico/ready`;
		expect((await fetch(url)).status).toBe(200);
	});

	test('roles, policies and settings are applied by one command, and the second time unchanged', async () => {
		await compose({}, 'run', '--rm', 'set-up');
		expect(await compose({}, 'run', '--rm', 'set-up')).toContain('Nothing to change');
	}, 120_000);

	test('no secret has a default', async () => {
		for (const name of ['SECRET', 'DB_PASSWORD', 'ADMIN_PASSWORD']) {
			await expect(compose({ [name]: '' }, 'config', '--quiet')).rejects.toThrow(name);
		}
	});
});
