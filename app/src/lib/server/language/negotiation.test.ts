import { describe, expect, test } from 'vitest';
import { acceptedLanguage } from './negotiation.ts';

describe('the language of the site for Accept-Language', () => {
	test.each([
		[null, null],
		['', null],
		['de', 'de'],
		['de-DE,de;q=0.9,en;q=0.8', 'de'],
		['en-US,en;q=0.9,de;q=0.8', 'en'],
		['en;q=0.5, de;q=0.8', 'de'],
		['fr-FR,fr;q=0.9,de;q=0.4', 'de'],
		['fr, es;q=0.5', null],
		['*', null],
		['de;q=0, en;q=0.1', 'en'],
		['de;q=0', null],
		['de;q=2, en;q=0.5', 'en'],
		['de;q=x', 'de'],
		[';;;,,,=', null],
		['de ; q = 0.3 , en ; q = 0.2', 'de'],
		[`${'x'.repeat(300)},de`, 'de'],
		[`${'x'.repeat(1_000)},de`, null]
	])('%j is %j', (header, language) => {
		expect(acceptedLanguage(header)).toBe(language);
		// from the cache
		expect(acceptedLanguage(header)).toBe(language);
	});
});
