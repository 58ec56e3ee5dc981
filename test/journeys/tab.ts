import type { BrowserContext, Locator, Page } from '@playwright/test';

// The browser as journeys use it. Playwright's own objects satisfy these types, and so does the driver for WebKit: the
// compiler checks both, so a journey that compiles runs in every engine.

/** An ARIA role, as Playwright names them. */
export type Role = Parameters<Page['getByRole']>[0];

/** Where elements are looked for: a page, or an element of it. */
export interface Scope {
	getByRole(role: Role, options?: { name?: string | RegExp; exact?: boolean }): Element;
	getByLabel(text: string | RegExp, options?: { exact?: boolean }): Element;
	getByText(text: string | RegExp, options?: { exact?: boolean }): Element;
	locator(selector: string): Element;
}

/** An element that is looked up again with each call. */
export interface Element
	extends Scope, Pick<Locator, 'count' | 'isVisible' | 'getAttribute' | 'textContent'> {
	click(): Promise<void>;
	dblclick(): Promise<void>;
	fill(text: string): Promise<void>;
	evaluate<R>(look: (element: HTMLElement | SVGElement) => R): Promise<R>;
	evaluateAll<R>(look: (elements: (HTMLElement | SVGElement)[]) => R): Promise<R>;
}

/** A page in a tab. */
export interface Tab extends Scope {
	readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
	goto(address: string): Promise<unknown>;
	reload(): Promise<unknown>;
	goBack(options?: { waitUntil: 'commit' }): Promise<unknown>;
	goForward(options?: { waitUntil: 'commit' }): Promise<unknown>;
	evaluate<R>(look: () => R): Promise<R>;
	screenshot(options: { path: string; fullPage?: boolean }): Promise<Buffer>;
	setViewportSize(size: { width: number; height: number }): Promise<void>;
}

/** A browser with cookies of its own. */
export interface Context extends Pick<BrowserContext, 'addCookies' | 'clearCookies'> {
	newPage(): Promise<Tab>;
	close(): Promise<void>;
}
