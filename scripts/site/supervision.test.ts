import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Processes, type Program } from './processes.ts';
import { pauseSeconds, Supervision } from './supervision.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 50_000 };

let folder: string;
let processes: Processes;
let lines: string[];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'portico-supervision-'));
	processes = new Processes(() => {});
	lines = [];
});
afterEach(async () => {
	await processes.stop();
	rmSync(folder, { recursive: true });
});

/** A program that prints `hello`, and ends when the code does. */
function program(name: string, code: string): Program {
	const file = path.join(folder, `${name}.mjs`);
	writeFileSync(file, `console.log('hello');${code}`);
	return {
		name,
		command: [file],
		cwd: folder,
		environment: process.env,
		log: path.join(folder, `${name}.log`)
	};
}

const KEEP_RUNNING = 'setInterval(() => {}, 1000);';
const log = (name: string) => {
	const file = path.join(folder, `${name}.log`);
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const starts = (name: string) => log(name).split('hello').length - 1;

function supervise(pause: (ends: number) => number, ...programs: Program[]) {
	const supervision = new Supervision(processes, (line) => lines.push(line), pause);
	const running = programs.map((program) => processes.start(program));
	for (const one of running) supervision.watch(one);
	supervision.begin();
	return running;
}

test('the pause before a restart grows to a minute', () => {
	expect([1, 2, 3, 6, 7, 8, 5000].map(pauseSeconds)).toEqual([1, 2, 4, 32, 60, 60, 60]);
});

describe('D27 a program that ends by itself', () => {
	test('is restarted each time, and its log is continued', async () => {
		const pauses: number[] = [];
		const pause = (ends: number) => {
			pauses.push(ends);
			return 0;
		};
		supervise(pause, program('short', 'process.exitCode = 3;'));

		await vi.waitUntil(() => starts('short') >= 3, POLL);
		expect(pauses.slice(0, 2)).toEqual([1, 2]);
		expect(lines[0]).toBe(
			`short has ended (code 3) and starts again in 0 s. Its log: ${folder}/short.log`
		);
	});

	test('is restarted after a signal has ended it; others keep running', async () => {
		const [killed, other] = supervise(
			() => 0,
			program('killed', KEEP_RUNNING),
			program('other', KEEP_RUNNING)
		);
		await vi.waitUntil(() => starts('killed') + starts('other') === 2, POLL);
		killed?.kill('SIGKILL');

		await vi.waitUntil(() => starts('killed') === 2, POLL);
		expect(other?.hasEnded).toBe(false);
		expect(starts('other')).toBe(1);
		expect(lines.join()).toContain('killed has ended (SIGKILL)');
	});

	test('during the start stops everything, and the reason is reported', async () => {
		const supervision = new Supervision(processes, (line) => lines.push(line));
		const running = processes.start(program('short', ''));
		supervision.watch(running);
		await running.exited;

		expect(() => supervision.begin()).toThrow('short has ended, so everything stops');
	});

	test('is not restarted if everything stops during the pause', async () => {
		supervise(() => 3600, program('short', ''), program('other', KEEP_RUNNING));
		await vi.waitUntil(() => lines.length === 1, POLL);
		await processes.stop();

		expect(starts('short')).toBe(1);
	});
});

test('a program that is stopped is not reported as failed', async () => {
	supervise(() => 0, program('other', KEEP_RUNNING));
	await vi.waitUntil(() => starts('other') === 1, POLL);
	await processes.stop();

	expect(lines).toEqual([]);
});
