import { describe, expect, test } from 'vitest';
import { languageOf, studioTag } from './languages.ts';

describe('the language of the site for a tag', () => {
	test.each([
		['de', 'de'],
		['DE', 'de'],
		['de-AT', 'de'],
		['de-DE', 'de'],
		['de_CH', 'de'],
		['de-Latn-DE-1996', 'de'],
		['en-US', 'en'],
		['fr', null],
		['den', null],
		['*', null],
		['-', null],
		['', null],
		[null, null],
		[undefined, null]
	])('%j is %j', (tag, language) => {
		expect(languageOf(tag)).toBe(language);
	});
});

test.each([
	['de', 'de-DE'],
	['en', 'en-US']
] as const)('Studio knows %s as %s', (language, tag) => {
	expect(studioTag(language)).toBe(tag);
	expect(languageOf(tag)).toBe(language);
});
