import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Folders that hold no sources. */
const MADE = new Set(['node_modules', 'dist', 'build', '.svelte-kit']);

/** Writes a file that only its owner may read, whole or not at all. */
export function replaceFile(file: string, content: string): void {
	const temporary = `${file}.${process.pid}`;
	writeFileSync(temporary, content, { mode: 0o600 });
	renameSync(temporary, file);
}

/** Whether the operating system refused something for this reason, such as ENOENT. */
export function isSystemError(error: unknown, ...codes: string[]): boolean {
	return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/**
 * A digest of the content of the files, and of all files in the folders; paths are relative to the root.
 * Installed and generated files do not count. `besides` is any further input of the digest.
 */
export function fingerprint(root: string, paths: string[], besides = ''): string {
	const hash = createHash('sha256').update(`${besides}\0`);
	for (const file of paths.flatMap((entry) => filesIn(root, entry)).sort()) {
		const content = readFileSync(path.join(root, file));
		hash.update(`${file}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

function filesIn(root: string, entry: string): string[] {
	const stats = statSync(path.join(root, entry), { throwIfNoEntry: false });
	if (!stats) return [];
	if (!stats.isDirectory()) return [path.normalize(entry)];
	return readdirSync(path.join(root, entry), { withFileTypes: true })
		.filter(({ name }) => !MADE.has(name))
		.flatMap(({ name }) => filesIn(root, path.join(entry, name)));
}
