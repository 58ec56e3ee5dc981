import type { ChildProcess } from 'node:child_process';
import { on } from 'node:events';

/** For `node --import`: the process then reports its CPU time, over IPC. */
export const CPU_PROBE = new URL('cpu-probe.js', import.meta.url).href;

/** The CPU time that a process has used since it started, which has the probe loaded. */
export async function cpuMilliseconds(server: ChildProcess): Promise<number> {
	const messages = on(server, 'message') as AsyncIterable<[unknown]>;
	server.send('how much?');
	for await (const [message] of messages) {
		// Directus says that it is ready
		if (isUsage(message)) return (message.user + message.system) / 1000;
	}
	throw new Error('A server ended that was to be measured.');
}

function isUsage(message: unknown): message is NodeJS.CpuUsage {
	return typeof message === 'object' && message !== null && 'user' in message;
}
