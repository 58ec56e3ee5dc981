import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { find, type Step } from './query.ts';
import type { WebDriver } from './webdriver.ts';

const LIBRARY = readFileSync(
	createRequire(import.meta.url).resolve(
		'@testing-library/dom/dist/@testing-library/dom.umd.min.js'
	),
	'utf8'
);

/** What a tab shows, and what is asked of it by scripts. Those run also where the page's own are turned off. */
export class WebkitDocument {
	readonly driver: WebDriver;
	readonly #turnTo: () => Promise<void>;

	/** `turnTo` makes the driver speak to the tab. */
	constructor(driver: WebDriver, turnTo: () => Promise<void>) {
		this.driver = driver;
		this.#turnTo = turnTo;
	}

	/** Sends a command about this tab. */
	async post<T>(path: string, body: object = {}): Promise<T> {
		await this.#turnTo();
		return this.driver.post<T>(path, body);
	}

	async get<T>(path: string): Promise<T> {
		await this.#turnTo();
		return this.driver.get<T>(path);
	}

	/** Calls a function, given as its source, with the elements that the steps lead to. */
	async call<T>(source: string, steps: Step[]): Promise<T> {
		const isLibraryNeeded = steps.some(({ by }) => by !== 'css');
		// in an array, which null is not
		const script = `if (${isLibraryNeeded} && !globalThis.TestingLibraryDom) return null;
			return [(${source})((${String(find)})(arguments[0]))]`;
		for (;;) {
			const answer = await this.post<[T] | null>('/execute/sync', { script, args: [steps] });
			if (answer) return answer[0];
			// each new document needs it; by the next turn there may be another one, which has none
			await this.post('/execute/sync', { script: LIBRARY, args: [] });
		}
	}
}
