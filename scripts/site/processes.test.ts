import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Processes, type Program, startOf } from './processes.ts';
import { untilReady } from './readiness.ts';

let folder: string;
let processes: Processes;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'portico-processes-'));
	processes = new Processes(() => {});
});
afterEach(async () => {
	await processes.stop();
	rmSync(folder, { recursive: true });
});

/** A program with this code, which may name its log `log`. */
function program(code: string): Program {
	const file = path.join(folder, 'program.mjs');
	writeFileSync(file, code);
	return {
		name: 'The program',
		command: [file],
		cwd: folder,
		environment: process.env,
		log: path.join(folder, 'program.log')
	};
}

const KEEP_RUNNING = 'setInterval(() => {}, 1000); process.send("ready");';

async function untilGone(pid: number): Promise<void> {
	while (startOf(pid) !== null) await delay(20);
}

describe('a program', () => {
	test('that ends with 0 has run', async () => {
		await expect(processes.run(program('console.log("done")'))).resolves.toBeDefined();
	});

	test('that fails is reported with its last lines', async () => {
		await expect(
			processes.run(program('console.log("no disk"); process.exit(3)'))
		).rejects.toMatchObject({
			message: 'The program failed',
			details: 'no disk'
		});
	});

	test('that ends during its start is reported', async () => {
		const running = processes.start(program('console.log("no port")'));
		await expect(untilReady(running, running.message)).rejects.toMatchObject({
			message: 'The program ended while it was starting',
			details: 'no port'
		});
	});

	test('keeps the log of the last run', async () => {
		await processes.run(program('console.log("first")'));
		await processes.run(program('console.log("second")'));
		expect(readFileSync(path.join(folder, 'program.previous.log'), 'utf8')).toBe('first\n');
		expect(readFileSync(path.join(folder, 'program.log'), 'utf8')).toBe('second\n');
	});
});

describe('stopping', () => {
	test('ends a program and its descendants', async () => {
		const running = processes.start(
			program(`
				import { spawn } from 'node:child_process';
				const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
				process.send(child.pid);
				setInterval(() => {}, 1000);
			`)
		);
		const grandchild = (await running.message) as number; // it sends a pid
		await processes.stop();
		await untilGone(grandchild);
		expect(await running.exited).toMatchObject({ signal: 'SIGTERM' });
	});

	test('keeps others from starting', async () => {
		await processes.stop();
		expect(() => processes.start(program(KEEP_RUNNING))).toThrow('stopped');
	});
});

test('a program does not outlive the one that started it, even if that is killed', async () => {
	const module = pathToFileURL(path.join(import.meta.dirname, 'processes.ts')).href;
	const starter = path.join(folder, 'starter.ts');
	writeFileSync(
		starter,
		`
			import { Processes } from ${JSON.stringify(module)};
			const running = new Processes(() => {}).start(${JSON.stringify(program(KEEP_RUNNING))});
			await running.message;
			console.log(running.pid);
		`
	);
	const parent = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] });
	const [line] = (await once(parent.stdout, 'data')) as [Buffer];
	parent.kill('SIGKILL');
	await untilGone(Number(line.toString()));
});
