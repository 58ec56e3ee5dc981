import type { Element, Role, Scope } from '../tab.ts';
import { ANSWER_MILLISECONDS, hasNavigatedAway, type WebkitDocument } from './document.ts';
import { look, type Look, type Step, type Text } from './webkit-query.ts';
import { waitFor } from './wait.ts';
import { WebDriverError } from './webdriver.ts';

type Pattern = string | RegExp;
type Reference = Record<string, string>;

/** Errors of an element that is being added or removed. */
const TRANSIENT_ERRORS = [
	'stale element reference',
	'no such element',
	'element not interactable',
	'element click intercepted'
];

const SCROLL_INTO_VIEW = "([element]) => element?.scrollIntoView({ block: 'center' })";

/** A page or an element, and queries within it. */
export class WebkitScope implements Scope {
	protected readonly document: WebkitDocument;
	protected readonly steps: Step[];

	constructor(document: WebkitDocument, steps: Step[]) {
		this.document = document;
		this.steps = steps;
	}

	getByRole(role: Role, { name, exact }: { name?: Pattern; exact?: boolean } = {}): WebkitElement {
		return this.#within({ by: 'role', role, name: name === undefined ? null : text(name, exact) });
	}

	getByLabel(label: Pattern, { exact }: { exact?: boolean } = {}): WebkitElement {
		return this.#within({ by: 'label', text: text(label, exact) });
	}

	getByText(words: Pattern, { exact }: { exact?: boolean } = {}): WebkitElement {
		return this.#within({ by: 'text', text: text(words, exact) });
	}

	locator(selector: string): WebkitElement {
		return this.#within({ by: 'css', selector });
	}

	#within(step: Step): WebkitElement {
		return new WebkitElement(this.document, [...this.steps, step]);
	}
}

/** An element that is looked up again with each call; as in Playwright, more than one match is a mistake. */
export class WebkitElement extends WebkitScope implements Element {
	count(): Promise<number> {
		return this.document.call('(elements) => elements.length', this.steps);
	}

	/** Its current appearance. */
	async look(): Promise<Look> {
		const seen = await this.document.call<Look>(String(look), this.steps);
		this.#requireOne(seen.count);
		return seen;
	}

	async isVisible(): Promise<boolean> {
		return (await this.look()).visible;
	}

	async textContent(): Promise<string | null> {
		return this.evaluate((element) => element.textContent);
	}

	async getAttribute(name: string): Promise<string | null> {
		await this.#one();
		const source = `([element]) => element.getAttribute(${JSON.stringify(name)})`;
		return this.document.call(source, this.steps);
	}

	async click(): Promise<void> {
		await this.#act((id) => {
			const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
			return this.document.post(`/element/${id}/click`, {}, signal);
		});
	}

	async dblclick(): Promise<void> {
		await this.#act(async (id) => {
			const origin = { [ELEMENT]: id };
			const press = [
				{ type: 'pointerDown', button: 0 },
				{ type: 'pointerUp', button: 0 }
			];
			const actions = [{ type: 'pointerMove', x: 0, y: 0, origin }, ...press, ...press];
			await this.document.post('/actions', {
				actions: [{ type: 'pointer', id: 'mouse', actions }]
			});
		});
	}

	async fill(value: string): Promise<void> {
		await this.#act(async (id) => {
			await this.document.post(`/element/${id}/clear`);
			await this.document.post(`/element/${id}/value`, { text: value });
		});
	}

	async evaluate<R>(task: (element: HTMLElement | SVGElement) => R): Promise<R> {
		await this.#one();
		return this.document.call(`([element]) => (${String(task)})(element)`, this.steps);
	}

	evaluateAll<R>(task: (elements: (HTMLElement | SVGElement)[]) => R): Promise<R> {
		return this.document.call(String(task), this.steps);
	}

	/**
	 * Does something with the element, as soon as it is there and lets it be done. The driver scrolls to most elements by
	 * itself, but not to one that begins a pixel below the window.
	 */
	async #act(action: (id: string) => Promise<unknown>): Promise<void> {
		await waitFor(async () => {
			const [id] = await this.#references();
			if (!id) return null;
			try {
				await this.document.call(SCROLL_INTO_VIEW, this.steps);
				await action(id);
				return true;
			} catch (error) {
				if (error instanceof WebDriverError && TRANSIENT_ERRORS.includes(error.code)) return null;
				// an earlier click led away from the page that the element was found in
				if (hasNavigatedAway(error)) return null;
				throw error;
			}
		}, `Nothing can be done with ${this.toString()}`);
	}

	/** Waits for the element. */
	async #one(): Promise<void> {
		const find = async () => (await this.#references())[0] ?? null;
		await waitFor(find, `Nothing is found by ${this.toString()}`);
	}

	async #references(): Promise<string[]> {
		const found = await this.document.call<Reference[]>('(elements) => elements', this.steps);
		this.#requireOne(found.length);
		return found.flatMap((reference) => Object.values(reference));
	}

	#requireOne(count: number): void {
		if (count > 1) throw new Error(`${count} elements are found by ${this.toString()}`);
	}

	override toString(): string {
		return this.steps.map((step) => JSON.stringify(step)).join(' ');
	}
}

/** The key of an element reference in WebDriver (W3C). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

function text(pattern: Pattern, exact = false): Text {
	if (typeof pattern === 'string')
		return { source: pattern, kind: exact ? 'whole' : 'part', flags: '' };
	return { source: pattern.source, kind: 'pattern', flags: pattern.flags };
}
