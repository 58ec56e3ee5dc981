import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { find, type Step } from './webkit-query.ts';
import { type WebDriver, WebDriverError } from './webdriver.ts';

const LIBRARY = readFileSync(
	createRequire(import.meta.url).resolve(
		'@testing-library/dom/dist/@testing-library/dom.umd.min.js'
	),
	'utf8'
);

/** Scripts of ours take milliseconds; a page that is slower than this is queried again. */
export const ANSWER_MILLISECONDS = 5_000;

/** The document of a tab, queried by scripts. Those run also where the page's own are turned off. */
export class WebkitDocument {
	readonly driver: WebDriver;
	readonly #turnTo: () => Promise<void>;

	/** `turnTo` makes the driver speak to the tab. */
	constructor(driver: WebDriver, turnTo: () => Promise<void>) {
		this.driver = driver;
		this.#turnTo = turnTo;
	}

	/** Sends a command about this tab. */
	async post<T>(path: string, body: object = {}, signal?: AbortSignal): Promise<T> {
		await this.#turnTo();
		return this.driver.post<T>(path, body, signal);
	}

	/** Runs a script once; it may leave the page. */
	async run(script: string): Promise<void> {
		const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
		try {
			await this.post('/execute/sync', { script, args: [] }, signal);
		} catch (error) {
			if (!hasNavigatedAway(error)) throw error;
		}
	}

	/** A picture of the visible part, as PNG. */
	async picture(): Promise<Buffer> {
		await this.#turnTo();
		for (;;) {
			try {
				const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
				return Buffer.from(await this.driver.get<string>('/screenshot', signal), 'base64');
			} catch (error) {
				if (!hasNavigatedAway(error)) throw error;
			}
		}
	}

	/**
	 * Calls a function, given as its source, with the elements that the steps lead to. It must change nothing that it may
	 * not change twice: where a page is left during the query, the next one is queried.
	 */
	async call<T>(source: string, steps: Step[]): Promise<T> {
		const isLibraryNeeded = steps.some(({ by }) => by !== 'css');
		// in an array, which null is not
		const script = `if (${isLibraryNeeded} && !globalThis.TestingLibraryDom) return null;
			return [(${source})((${String(find)})(arguments[0]))]`;
		for (;;) {
			try {
				const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
				const body = { script, args: [steps] };
				const answer = await this.post<[T] | null>('/execute/sync', body, signal);
				if (answer) return answer[0];
				// each new document needs it; by the next turn there may be another one, which has none
				await this.run(LIBRARY);
			} catch (error) {
				if (!hasNavigatedAway(error)) throw error;
			}
		}
	}
}

/** Whether a page was left during a query: the driver reports it, or, where scripts are turned off, never responds. */
export function hasNavigatedAway(error: unknown): boolean {
	if (error instanceof WebDriverError) return error.code === 'no such frame';
	return error instanceof DOMException && error.name === 'TimeoutError';
}
