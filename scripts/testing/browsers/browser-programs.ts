import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const START_TIMEOUT_MILLISECONDS = 20_000;

/** The files of these names in the folders of PATH; they need not exist. */
export function inPath(names: string[], { PATH = '' } = process.env): string[] {
	const folders = PATH.split(path.delimiter);
	return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** Whether there is a program of this name in PATH. */
export function isInPath(name: string): boolean {
	return inPath([name]).some((file) => existsSync(file));
}

/** The first of these programs that is installed and prints its version; null without one. */
export function firstThatStarts(files: string[]): string | null {
	return files.find(starts) ?? null;
}

function starts(file: string): boolean {
	const timeout = START_TIMEOUT_MILLISECONDS;
	return existsSync(file) && spawnSync(file, ['--version'], { timeout }).status === 0;
}
