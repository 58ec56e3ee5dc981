import { expect, test } from 'vitest';
import { canonicalTag } from './tag.ts';

test.each([
	['fr', 'fr'],
	['de-ch', 'de-CH'],
	[' de_AT ', 'de-AT'],
	['', null],
	[' ', null],
	[null, null],
	['no tag', null],
	['"><script>', null]
])('the tag of %j is %j', (written, tag) => {
	expect(canonicalTag(written)).toBe(tag);
});
