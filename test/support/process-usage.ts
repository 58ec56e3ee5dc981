import type { ChildProcess } from 'node:child_process';
import { on } from 'node:events';

/** For `node --import`: the process then reports its CPU time and its memory, over IPC. */
export const USAGE_PROBE = new URL('usage-probe.js', import.meta.url).href;

/** The CPU time that a process has used since it started, which has the probe loaded. */
export async function cpuMilliseconds(server: ChildProcess): Promise<number> {
	const { user, system } = await ask<NodeJS.CpuUsage>(server, 'cpu');
	return (user + system) / 1000;
}

/** The memory of a process that has the probe loaded, in bytes; after a garbage collection where Node runs with `--expose-gc`. */
export function memoryUsage(server: ChildProcess): Promise<NodeJS.MemoryUsage> {
	return ask(server, 'memory');
}

async function ask<Usage>(server: ChildProcess, question: 'cpu' | 'memory'): Promise<Usage> {
	const messages = on(server, 'message') as AsyncIterable<[unknown]>;
	server.send(question);
	for await (const [message] of messages) {
		// Directus says that it is ready
		const usage = isObject(message) ? message[question] : null;
		if (usage) return usage as Usage; // the probe answers so
	}
	throw new Error('A server ended that was to be measured.');
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
