// npm run audit:access: checks which callers can see which rows of an installation, through every endpoint.
import path from 'node:path';
import { audit, type Outcome } from './audit.ts';
import { AuditInstallation } from './audit-installation.ts';
import { AUDIT, parseTask, type Task } from './audit-options.ts';
import { readRunning } from './running.ts';
import { runCommand } from '../../../scripts/command/run-command.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

await runCommand(AUDIT, parseTask, run);

async function run(task: Task): Promise<void> {
	show(task.kind === 'own' ? await auditOwn() : await audit(await readRunning(task.options, ROOT)));
}

async function auditOwn(): Promise<Outcome> {
	const installation = await AuditInstallation.start();
	try {
		return await audit(await installation.plant());
	} finally {
		await installation.end();
	}
}

function show({ matrix, faults, visits }: Outcome): void {
	console.log(`${matrix}\n\n${visits} questions asked.`);
	for (const fault of faults) console.error(fault);
	process.exitCode = faults.length > 0 ? 1 : 0;
}
