import { readLanguageFrom } from '@portico/contract/message.ts';
import { afterEach, expect, test } from 'vitest';
import { attributesOf } from './language.ts';

afterEach(() => readLanguageFrom(() => 'en'));

test.each([
	['en', {}],
	['de', { lang: 'de' }],
	['ar', { lang: 'ar', dir: 'rtl' }],
	['', {}],
	[null, {}],
	[undefined, {}]
])('words in %j on an English page have the attributes %j', (language, attributes) => {
	readLanguageFrom(() => 'en');
	expect(attributesOf(language)).toEqual(attributes);
});
