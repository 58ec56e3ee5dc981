import type { Role } from '../tab.ts';

/** A text to look for: the whole of it, a part in any case, or a pattern. */
export type Text = { source: string; kind: 'whole' | 'part' | 'pattern'; flags: string };

/** One step on the way to an element, from the document or from the elements that the previous steps have found. */
export type Step =
	| { by: 'role'; role: Role; name: Text | null }
	| { by: 'label' | 'text'; text: Text }
	| { by: 'css'; selector: string };

/**
 * Finds the elements that a way of steps leads to. It runs in the page, so it knows nothing but its argument; how roles
 * and names come about is DOM Testing Library's to know.
 */
export function find(steps: Step[]): (HTMLElement | SVGElement)[] {
	const library = (globalThis as { TestingLibraryDom?: typeof import('@testing-library/dom') })
		.TestingLibraryDom;

	let scopes: (Document | HTMLElement)[] = [document];
	for (const step of steps) {
		const found = scopes.flatMap((scope) => within(scope, step));
		// nested scopes find the same element twice
		scopes = [...new Set(found)];
	}
	return scopes as HTMLElement[];

	function within(scope: Document | HTMLElement, step: Step): HTMLElement[] {
		if (step.by === 'css') return [...scope.querySelectorAll<HTMLElement>(step.selector)];
		// the head is not visible
		const container = scope === document ? document.body : (scope as HTMLElement);
		if (!library || !container) return [];
		if (step.by === 'role') {
			const { role, name } = step;
			const options = name ? { name: (text: string) => matches(name, text) } : {};
			return library.queryAllByRole(container, role, options);
		}
		const matchesStep = (text: string) => matches(step.text, text);
		if (step.by === 'label') return library.queryAllByLabelText(container, matchesStep);
		return library.queryAllByText(container, matchesStep);
	}

	function matches({ source, kind, flags }: Text, text: string): boolean {
		const seen = text.replace(/\s+/g, ' ').trim();
		if (kind === 'pattern') return new RegExp(source, flags).test(seen);
		const wanted = source.replace(/\s+/g, ' ').trim();
		return kind === 'whole' ? seen === wanted : seen.toLowerCase().includes(wanted.toLowerCase());
	}
}

/** Appearance of the matched element. */
export interface Look {
	/** How many elements there are; the rest is about the first. */
	count: number;
	visible: boolean;
	attached: boolean;
	text?: string;
	value?: string | null;
	focused?: boolean;
	inViewport?: boolean;
	description?: string;
	attributes?: Record<string, string>;
}

/** Looks at the element that was found; runs in the page. */
export function look(elements: (HTMLElement | SVGElement)[]): Look {
	const [element] = elements;
	if (!element) return { count: 0, visible: false, attached: false };
	const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
	return {
		count: elements.length,
		attached: true,
		visible: width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true }),
		text: (element.textContent ?? '').replace(/\s+/g, ' ').trim(),
		value: 'value' in element ? String(element.value) : null,
		focused: document.activeElement === element && document.hasFocus(),
		inViewport: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
		description: description(element),
		attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]))
	};

	function description(element: Element): string {
		return (element.getAttribute('aria-describedby') ?? '')
			.split(/\s+/)
			.map((id) => document.getElementById(id)?.textContent?.trim() ?? '')
			.join(' ')
			.trim();
	}
}
