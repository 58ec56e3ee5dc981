import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claim } from './claim.ts';
import { startOf } from './processes.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'portico-claim-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => path.join(folder, 'running.json');

/** A process that leads its own group, as ours do. */
async function sleeper() {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log()'], {
		detached: true,
		stdio: ['ignore', 'pipe', 'ignore']
	});
	await once(child.stdout, 'data');
	const pid = child.pid as number; // it wrote
	return { child, pid, start: startOf(pid) ?? '' };
}

test('a data folder is made where there is none', async () => {
	const data = path.join(folder, 'deep', 'data');
	const { release } = await claim(data);
	expect(existsSync(path.join(data, 'logs'))).toBe(true);
	release();
});

test.each([
	['is within a file', () => path.join(file(), 'data')],
	['is where nothing can be made', () => '/proc/nothing/data']
])('a data folder that %s is refused, with the option for another', async (_, data) => {
	writeFileSync(file(), '');
	await expect(claim(data())).rejects.toMatchObject({
		message: expect.stringContaining('cannot be written') as string,
		fix: expect.stringContaining('--data') as string
	});
});

test('a second claim is refused until the first is released', async () => {
	const first = await claim(folder);
	await expect(claim(folder)).rejects.toThrow(`process ${process.pid}`);
	first.release();
	(await claim(folder)).release();
});

describe('a process left by a killed predecessor', () => {
	const gone = { pid: 2 ** 22 + 1, start: '1' };

	test('is ended', async () => {
		const { child, pid, start } = await sleeper();
		writeFileSync(file(), JSON.stringify({ ...gone, children: [{ pid, start }] }));
		const exit = once(child, 'exit');
		const { release } = await claim(folder);
		expect(await exit).toEqual([null, 'SIGTERM']);
		release();
	});

	test('is not ended where its pid belongs to another process', async () => {
		const { child, pid } = await sleeper();
		writeFileSync(file(), JSON.stringify({ ...gone, children: [{ pid, start: '1' }] }));
		const { release } = await claim(folder);
		expect(startOf(pid)).not.toBeNull();
		child.kill('SIGKILL');
		release();
	});

	test('is ignored where the machine was restarted since', async () => {
		writeFileSync(file(), '{"pid":');
		(await claim(folder)).release();
	});
});
