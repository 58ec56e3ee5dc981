// npm run deploy: what is in this folder goes into service without an interruption. Node built-ins only, as env-make.ts.
import path from 'node:path';
import { docker } from './deployment/docker.ts';
import { replace } from './deployment/replacement.ts';
import { UserError } from './site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

try {
	await docker(ROOT, 'compose', 'build');
	// before the first process that expects what it brings
	await setUp('additions');
	// the app first: it proves itself to Directus, which an older Directus ignores and a newer one insists on
	await replace(ROOT, 'app');
	await replace(ROOT, 'directus');
	// after the last process that may need what it takes away
	await setUp('all');
	console.log('The app and Directus are those of this folder.');
} catch (error) {
	if (!(error instanceof UserError)) throw error;
	console.error(error.fix ? `${error.message}\n${error.fix}` : error.message);
	process.exitCode = 1;
}

async function setUp(step: 'additions' | 'all'): Promise<void> {
	const command = ['node', 'scripts/directus/set-up.ts', step];
	const printed = await docker(ROOT, 'compose', 'run', '--rm', '--no-deps', 'set-up', ...command);
	console.log(printed.trim());
}
