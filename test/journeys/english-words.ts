import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

const [english, german] = ['en', 'de'].map((language) => {
	const file = new URL(`../../contract/messages/${language}.json`, import.meta.url);
	return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>; // compared with the other by npm run verify
});

/** Messages without values or elements, which are a text or an attribute as a whole. */
const WHOLE = /^[^{<]+$/;
const ENGLISH = new Set(
	Object.entries(english ?? {})
		.filter(([key, text]) => WHOLE.test(text) && german?.[key] !== text)
		.map(([, text]) => text)
);
for (const text of Object.values(german ?? {})) ENGLISH.delete(text);

/** English messages of the site on a German page, as it is now. */
export async function englishWordsOn(page: Page): Promise<string[]> {
	const words = await page.evaluate(() => {
		const found: string[] = [];
		const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const { data } = texts.currentNode as Text; // asked for no other nodes
			if (!texts.currentNode.parentElement?.closest('[lang=en], script, style')) found.push(data);
		}
		const names = ['alt', 'aria-label', 'content', 'data-submitting', 'placeholder', 'title'];
		for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join()))
			found.push(...names.map((name) => element.getAttribute(name) ?? ''));
		return found;
	});
	return words.map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => ENGLISH.has(text));
}
