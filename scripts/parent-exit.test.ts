import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startOf } from './site/processes.ts';

const MODULE = new URL('parent-exit.js', import.meta.url).href;
const CHILD = `
	import { onParentExit } from '${MODULE}';
	onParentExit(() => process.exit());
	setInterval(() => {}, 1000);
	console.log(process.pid);
`;

/** A process that starts a child with this stdio; the child writes its pid to the output of both. */
function parent(stdio: string[]) {
	const code = `
		import { spawn } from 'node:child_process';
		const stdio = ${JSON.stringify(stdio)};
		spawn(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(CHILD)}], { stdio });
	`;
	return spawn(process.execPath, ['--input-type=module', '--eval', code], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
}

test.each([
	['with an IPC channel', ['ignore', 'inherit', 'inherit', 'ipc']],
	['without an IPC channel', ['ignore', 'inherit', 'inherit']]
])('a child %s learns that its parent was killed', async (_, stdio) => {
	const killed = parent(stdio);
	const [pid] = (await once(killed.stdout, 'data')) as [Buffer];
	expect(startOf(Number(pid))).not.toBeNull();
	killed.kill('SIGKILL');
	while (startOf(Number(pid)) !== null) await delay(20);
});
