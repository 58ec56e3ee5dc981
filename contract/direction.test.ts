import { expect, test } from 'vitest';
import { directionOf } from './direction.ts';

test.each([
	['de', 'ltr'],
	['en-US', 'ltr'],
	['ja', 'ltr'],
	['ar', 'rtl'],
	['ar-XB', 'rtl'],
	['he', 'rtl'],
	['fa-AF', 'rtl'],
	['pa', 'ltr'],
	['pa-Arab', 'rtl'],
	['az-Latn', 'ltr'],
	['', 'ltr'],
	['no tag', 'ltr']
])('text in the language %j runs %s', (tag, direction) => {
	expect(directionOf(tag)).toBe(direction);
});
