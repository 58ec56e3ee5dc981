import { MARKS } from '@portico/contract/messages/pseudo.ts';
import type { Page } from '@playwright/test';

/** A fault of a page in the language of tests: what is wrong, and with which words. */
export type Fault = `${'untranslated' | 'torn' | 'cut' | 'outside' | 'wide'}: ${string}`;

/**
 * Looks at a page in the language of tests. Its words have to stand between marks, but for those that an element says to
 * be in another language, the values of `known`, and dates in Arabic letters; no text may be cut or leave the window.
 *
 * @param known names from Directus that are the same in every language, such as that of the site
 */
export function faultsOf(page: Page, known: string[]): Promise<Fault[]> {
	return page.evaluate(look, {
		marks: MARKS,
		known: known.toSorted((a, b) => b.length - a.length)
	});
}

/** Runs in the page, hence uses nothing from outside. */
function look({ marks: [start, end], known }: { marks: typeof MARKS; known: string[] }): Fault[] {
	const READ = ['alt', 'aria-description', 'aria-label', 'placeholder', 'title', 'data-submitting'];
	const language = document.documentElement.lang;
	const faults: Fault[] = [];
	const fault = (kind: string, words: string) =>
		faults.push(`${kind}: ${words.trim().slice(0, 80)}` as Fault); // kinds are those of Fault
	let depth = 0;

	/** The words outside of marks that are no known names; nested marks are a message in another one. */
	function outsideOfMarks(text: string): string {
		let outside = '';
		for (const character of text) {
			if (character === end) depth--;
			else if (depth === 0 && character !== start) outside += character;
			if (character === start) depth++;
			if (depth < 0) fault('torn', text);
			depth = Math.max(depth, 0);
		}
		for (const name of known) outside = outside.replaceAll(name, '');
		return outside;
	}
	const isUntranslated = (text: string) => /(?=\p{L})\P{Script=Arabic}/u.test(outsideOfMarks(text));
	const hasOwnLanguage = (element: Element) => {
		const named = element.closest('[lang]');
		return named !== null && named.getAttribute('lang') !== language;
	};
	const isForReadersAloud = (element: Element) =>
		element.closest('.sr-only, #svelte-announcer') !== null;
	const styleOf = (element: Element) => getComputedStyle(element);

	function* around(element: Element) {
		for (let one: Element | null = element; one; one = one.parentElement) yield one;
	}
	const scrolls = (element: Element) =>
		[...around(element)].some((one) => /auto|scroll/.test(styleOf(one).overflowX));
	const hides = (element: Element) =>
		[...around(element)].find(
			(one) =>
				/hidden|clip/.test(`${styleOf(one).overflowX} ${styleOf(one).overflowY}`) &&
				(one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
		);

	function lookAt(text: Text): void {
		const element = text.parentElement;
		if (!element || text.data.trim() === '' || element.closest('script, style, noscript')) return;
		const isOwn = depth > 0 || text.data.includes(start);
		if (!hasOwnLanguage(element) && isUntranslated(text.data)) fault('untranslated', text.data);
		if (!element.checkVisibility({ visibilityProperty: true }) || isForReadersAloud(element))
			return;

		const range = document.createRange();
		range.selectNodeContents(text);
		const leaves = [...range.getClientRects()].some(
			({ left, right }) => left < -1 || right > innerWidth + 1
		);
		if (leaves && !scrolls(element)) fault('outside', text.data);
		if (isOwn && hides(element)) fault('cut', text.data);
	}

	/** A closed list shows one of its options in a line, and cuts it. */
	function lookAtChoice(select: HTMLSelectElement): void {
		const probe = document.createElement('span');
		probe.textContent = select.selectedOptions[0]?.textContent.trim() ?? '';
		probe.style.cssText = 'position: absolute; white-space: nowrap';
		probe.style.font = styleOf(select).font;
		document.body.append(probe);
		const { paddingInlineStart, paddingInlineEnd } = styleOf(select);
		const room = select.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
		if (probe.offsetWidth > room) fault('cut', probe.textContent);
		probe.remove();
	}

	if (document.documentElement.scrollWidth > innerWidth)
		fault('wide', `${document.documentElement.scrollWidth} px`);
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) lookAt(texts.currentNode as Text); // asked for no other nodes
	if (depth > 0) fault('torn', 'a text has no end');
	depth = 0;
	for (const select of document.querySelectorAll('select')) lookAtChoice(select);
	for (const element of document.querySelectorAll(READ.map((name) => `[${name}]`).join())) {
		if (hasOwnLanguage(element)) continue;
		for (const name of READ) {
			const value = element.getAttribute(name) ?? '';
			if (isUntranslated(value)) fault('untranslated', `${name}="${value}"`);
			if (depth > 0) fault('torn', `${name}="${value}"`);
			depth = 0;
		}
	}
	// that of an article, an editor's
	const heading = document.querySelector('main h1');
	if (heading && hasOwnLanguage(heading)) known.unshift(heading.textContent.trim());
	if (isUntranslated(document.title)) fault('untranslated', `title: ${document.title}`);
	return faults;
}
