// The global set-up of tests that need what is made of the sources, without having started a site: the tsconfig.json of
// the app extends one that SvelteKit writes, and Directus loads the extension as it is built.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

export default function write(): void {
	const cli = path.join(ROOT, 'node_modules/@sveltejs/kit/svelte-kit.js');
	execFileSync(process.execPath, [cli, 'sync'], { cwd: path.join(ROOT, 'app'), stdio: 'pipe' });
	const extension = path.join(ROOT, 'directus/extensions/portico');
	execFileSync('npm', ['run', 'build'], { cwd: extension, stdio: 'pipe' });
}
