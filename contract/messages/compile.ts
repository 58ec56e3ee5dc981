// node contract/messages/compile.ts: makes typed functions of the catalogs, in build/. Vite does it by itself.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { problemsIn, readCatalogs } from './catalog.ts';
import { emit } from './emit.ts';

/** The folder of the catalogs. */
export const CATALOGS = import.meta.dirname;

const OUTPUT = 'build';

/**
 * Compiles the catalogs of a folder. Leaves a file alone that would not change: several commands may compile at once.
 *
 * @throws {Error} with all that is wrong with the catalogs
 */
export function compile(folder = CATALOGS): void {
	const catalogs = readCatalogs(folder);
	const problems = problemsIn(catalogs);
	if (problems.length > 0) throw new Error(`Messages in ${folder}:\n${problems.join('\n')}`);

	const output = path.join(folder, OUTPUT);
	const modules = emit(catalogs);
	mkdirSync(output, { recursive: true });
	for (const [name, code] of modules) writeChanged(path.join(output, name), code);
	for (const name of readdirSync(output)) {
		if (name.endsWith('.ts') && !modules.has(name))
			rmSync(path.join(output, name), { force: true });
	}
}

function writeChanged(file: string, code: string): void {
	if (contentOf(file) === code) return;
	// a reader sees the old file or the new one, never a part
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, code);
	renameSync(draft, file);
}

function contentOf(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}

if (import.meta.main) compile();
