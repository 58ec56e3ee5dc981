import { expect } from '@playwright/test';
import type { ElementAssertions, TabAssertions } from '../expect.ts';
import type { WebkitElement } from './element.ts';
import type { Look } from './webkit-query.ts';
import type { WebkitTab } from './webkit-tab.ts';

const INTERVALS_MILLISECONDS = [25, 50, 100];

/** Waits until the element meets the condition, or, with `not`, until it exists and does not. */
export function assertElement(
	element: WebkitElement,
	message?: string,
	not = false
): ElementAssertions & { not: ElementAssertions } {
	const options = { intervals: INTERVALS_MILLISECONDS, message: message ?? String(element) };
	const looks = (expected: Record<keyof Look, unknown> | Partial<Record<keyof Look, unknown>>) =>
		expect.poll(() => element.look(), options).toMatchObject(expected);
	const text = (expected: string | RegExp, whole: boolean) =>
		(not ? expect.not : expect).stringMatching(pattern(expected, whole)) as unknown;
	return {
		toBeVisible: () => looks({ visible: !not }),
		toBeHidden: () => looks({ visible: not }),
		toBeAttached: () => looks({ attached: !not }),
		toBeFocused: () => looks({ focused: !not }),
		toBeInViewport: () => looks({ inViewport: !not }),
		toHaveText: (expected) => looks({ text: text(expected, true) }),
		toContainText: (expected) => looks({ text: text(expected, false) }),
		toHaveValue: (expected) => looks({ value: text(expected, true) }),
		toHaveAttribute: (name, expected) => looks({ attributes: { [name]: text(expected, true) } }),
		toHaveAccessibleDescription: (expected) => looks({ description: text(expected, true) }),
		toHaveCount: (expected) => {
			const count = expect.poll(() => element.count(), options);
			return (not ? count.not : count).toBe(expected);
		},
		get not() {
			return assertElement(element, message, !not);
		}
	};
}

/** Waits until the tab is at the expected address. */
export function assertTab(
	tab: WebkitTab,
	message?: string,
	not = false
): TabAssertions & { not: TabAssertions } {
	const poll = (read: () => Promise<string>) => {
		const assertion = expect.poll(read, {
			intervals: INTERVALS_MILLISECONDS,
			...(message && { message })
		});
		return not ? assertion.not : assertion;
	};
	return {
		toHaveURL: (expected) =>
			typeof expected === 'string'
				? poll(() => tab.url()).toBe(tab.resolve(expected))
				: poll(() => tab.url()).toMatch(expected),
		toHaveTitle: (expected) => poll(() => tab.title()).toMatch(pattern(expected, true)),
		get not() {
			return assertTab(tab, message, !not);
		}
	};
}

function pattern(expected: string | RegExp, whole: boolean): RegExp {
	if (typeof expected !== 'string') return expected;
	const literal = expected
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(whole ? `^${literal}$` : literal);
}
