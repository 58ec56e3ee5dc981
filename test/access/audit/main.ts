// npm run audit:access: who can see what of an installation, by every way there is.
import path from 'node:path';
import { audit, type Outcome } from './audit.ts';
import { AuditInstallation } from './audit-installation.ts';
import { HELP, parseTask } from './audit-options.ts';
import { readRunning } from './running.ts';
import { UserError } from '../../../scripts/site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MISUSE = 2;

try {
	const task = parseTask(process.argv.slice(2));
	if (task.kind === 'help') console.log(HELP);
	else if (task.kind === 'own') show(await auditOwn());
	else show(await audit(await readRunning(task.options, ROOT)));
} catch (error) {
	if (!(error instanceof UserError)) throw error;
	console.error([error.message, error.details, error.fix].filter(Boolean).join('\n\n'));
	process.exitCode = MISUSE;
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
