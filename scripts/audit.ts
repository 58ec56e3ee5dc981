// npm run audit:access: who can see what of an installation, by every way there is.
import { audit } from './audit/audit.ts';
import { AuditInstallation } from './audit/installation.ts';

const installation = await AuditInstallation.start();
try {
	const { matrix, faults, visits } = await audit(await installation.plant());
	console.log(`${matrix}\n\n${visits} questions.`);
	for (const fault of faults) console.error(fault);
	process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
	await installation.end();
}
