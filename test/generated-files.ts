// The global set-up of tests that read files of the app without having built it: its tsconfig.json extends one that
// SvelteKit writes.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

export default function write(): void {
	const cli = path.join(ROOT, 'node_modules/@sveltejs/kit/svelte-kit.js');
	execFileSync(process.execPath, [cli, 'sync'], { cwd: path.join(ROOT, 'app'), stdio: 'pipe' });
}
