// npm run doctor: what is wrong with an installation, why that matters, and how to put it right.
import path from 'node:path';
import { runCommand } from './command/run-command.ts';
import { examine } from './doctor/examination.ts';
import { findInstallation } from './doctor/examined-installation.ts';
import { resolveLocalNames } from './doctor/names.ts';
import { DOCTOR, type Options, parseOptions } from './doctor/doctor-options.ts';
import { askForCredentials } from './doctor/prompt.ts';
import { count, inJson, inWords } from './doctor/doctor-report.ts';
import { trustCertificate } from './doctor/trust.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

await runCommand(DOCTOR, parseOptions, look);

async function look(options: Options): Promise<void> {
	resolveLocalNames();
	if (options.ca) trustCertificate(options.ca);
	const installation = findInstallation(options, process.env, ROOT);
	const credentials = await askForCredentials(installation.credentials);
	const sendMail = options['send-mail'] ?? false;
	const sections = await examine({ ...installation, credentials }, { sendMail }, ROOT);
	if (options.json) console.log(inJson(installation, sections));
	else console.log(inWords(installation, sections, process.stdout));
	process.exitCode = count(sections, 'must') > 0 ? 1 : 0;
}
