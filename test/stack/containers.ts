import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Stack } from './stack.ts';

const run = promisify(execFile);
const POLL_MILLISECONDS = 200;
const TIMEOUT_MILLISECONDS = 300_000;

/** The ids of the containers that run a service, one for each replica. */
export async function replicasOf(stack: Stack, service: string): Promise<string[]> {
	return (await stack.compose(['ps', '--quiet', service])).trim().split('\n');
}

/** Ends containers as a crash does, without a signal to the processes in them. */
export async function kill(containers: string[]): Promise<void> {
	await run('docker', ['kill', ...containers]);
}

/** Starts containers again; settles when the health check of each is content. */
export async function restart(containers: string[]): Promise<void> {
	await run('docker', ['start', ...containers]);
	const deadline = Date.now() + TIMEOUT_MILLISECONDS;
	while (!(await areHealthy(containers))) {
		if (Date.now() > deadline) throw new Error(`${containers.join(', ')} did not recover.`);
		await delay(POLL_MILLISECONDS);
	}
}

async function areHealthy(containers: string[]): Promise<boolean> {
	const format = '{{.State.Health.Status}}';
	const { stdout } = await run('docker', ['inspect', '--format', format, ...containers]);
	return stdout
		.trim()
		.split('\n')
		.every((status) => status === 'healthy');
}
