import { expect as playwright, type Expect } from '@playwright/test';
import type { Element, Tab } from './tab.ts';
import { assertElement, assertTab } from './webkit/assertions.ts';
import { WebkitElement } from './webkit/element.ts';
import { WebkitTab } from './webkit/webkit-tab.ts';

type Text = string | RegExp;

/** Assertions of journeys about an element. */
export interface ElementAssertions {
	toBeVisible(): Promise<void>;
	toBeHidden(): Promise<void>;
	toBeAttached(): Promise<void>;
	toBeFocused(): Promise<void>;
	toBeInViewport(): Promise<void>;
	toHaveText(text: Text): Promise<void>;
	toContainText(text: Text): Promise<void>;
	toHaveValue(value: Text): Promise<void>;
	toHaveAttribute(name: string, value: Text): Promise<void>;
	toHaveAccessibleDescription(description: Text): Promise<void>;
	toHaveCount(count: number): Promise<void>;
}

/** Assertions of journeys about a tab. */
export interface TabAssertions {
	toHaveURL(address: Text): Promise<void>;
	toHaveTitle(title: Text): Promise<void>;
}

interface JourneyExpect {
	(subject: Tab, message?: string): TabAssertions & { not: TabAssertions };
	(subject: Element, message?: string): ElementAssertions & { not: ElementAssertions };
}

/** Playwright's `expect`, which knows WebKit's tabs and elements too. */
export const expect = new Proxy(playwright, {
	apply(_target, _self, [subject, message]: [unknown, string?]) {
		if (subject instanceof WebkitElement) return assertElement(subject, message);
		if (subject instanceof WebkitTab) return assertTab(subject, message);
		return playwright(subject, message);
	}
}) as unknown as JourneyExpect & Expect;
