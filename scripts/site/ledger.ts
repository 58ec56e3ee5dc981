import { readFileSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from './files.ts';

/** Records in the data folder the completed steps with the fingerprint of their sources. */
export class Ledger {
	readonly #file: string;
	#done: Partial<Record<string, string>>;

	constructor(folder: string) {
		this.#file = path.join(folder, 'done.json');
		this.#done = read(this.#file);
	}

	has(step: string, fingerprint: string): boolean {
		return this.#done[step] === fingerprint;
	}

	note(step: string, fingerprint: string): void {
		this.#write({ ...this.#done, [step]: fingerprint });
	}

	/** Nothing counts as done any more. */
	clear(): void {
		this.#write({});
	}

	#write(done: Partial<Record<string, string>>): void {
		this.#done = done;
		replaceFile(this.#file, JSON.stringify(done, null, '\t'));
	}
}

/** Empty where there is none or it is damaged: every step may be done again. */
function read(file: string): Partial<Record<string, string>> {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<string, string>>; // we wrote it
	} catch {
		return {};
	}
}
