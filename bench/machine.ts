import { availableParallelism, cpus, loadavg, platform, release } from 'node:os';

/** Where and when it was measured: figures of two machines say nothing about each other. */
export interface Machine {
	processor: string;
	cores: number;
	system: string;
	node: string;
	date: string;
	/** How many programs wanted a core in the last minute, before anything was measured. */
	load: number;
}

/** This machine, now. */
export function thisMachine(): Machine {
	return {
		processor: cpus()[0]?.model.trim() ?? 'unknown',
		cores: availableParallelism(),
		system: `${platform()} ${release()}`,
		node: process.version,
		date: new Date().toISOString(),
		load: loadavg()[0] ?? 0
	};
}
