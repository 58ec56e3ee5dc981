// npm run deploy: puts the code of this folder into service without an interruption. Node built-ins only, as env-make.ts.
import path from 'node:path';
import { type Command, readOptions } from './command/options.ts';
import { runCommand } from './command/run-command.ts';
import { docker } from './deployment/docker.ts';
import { replace } from './deployment/replacement.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

const DEPLOY = {
	start: 'npm run deploy --',
	about:
		'Brings the app and Directus of this folder into the containers that run, without an interruption.',
	options: {}
} as const satisfies Command;

await runCommand(DEPLOY, (args) => readOptions(DEPLOY, args), run);

async function run(): Promise<void> {
	await docker(ROOT, 'compose', 'build');
	// before the first process that expects the additions
	await setUp('additions');
	// the app first: it proves itself to Directus, which an older Directus ignores and a newer one insists on
	await replace(ROOT, 'app');
	await replace(ROOT, 'directus');
	// after the last process that may need the removed parts
	await setUp('all');
	console.log('The app and Directus are those of this folder.');
}

async function setUp(step: 'additions' | 'all'): Promise<void> {
	const command = ['node', 'scripts/directus/set-up.ts', step];
	const printed = await docker(ROOT, 'compose', 'run', '--rm', '--no-deps', 'set-up', ...command);
	console.log(printed.trim());
}
