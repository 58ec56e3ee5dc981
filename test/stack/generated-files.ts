// The global set-up of tests that need generated files without a running site: the tsconfig.json of
// the app extends one that SvelteKit writes, Directus loads the extension as it is built, and stacks run images.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { EXTENSION, isCurrent } from '../../scripts/site/builds.ts';
import { shareStack } from './stack.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Makes all of it, and returns a function that removes the stack and its images. */
export default async function make(): Promise<() => Promise<void>> {
	writeFiles();
	return shareStack();
}

function writeFiles(): void {
	// existing files may be in use by tests that run at the same time
	const app = path.join(ROOT, 'app');
	if (!existsSync(path.join(app, '.svelte-kit/tsconfig.json'))) {
		const cli = path.join(ROOT, 'node_modules/@sveltejs/kit/svelte-kit.js');
		execFileSync(process.execPath, [cli, 'sync'], { cwd: app, stdio: 'pipe' });
	}
	if (isCurrent(ROOT, EXTENSION)) return;
	const extension = path.join(ROOT, EXTENSION.folder);
	execFileSync('npm', ['run', 'build'], { cwd: extension, stdio: 'pipe' });
}
