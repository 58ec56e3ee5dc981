import { expect, test } from 'vitest';
import { isSlug } from './slug.ts';

test.each(['a', 'about/imprint', 'größe', '😀'.repeat(255), 'x'.repeat(255)])(
	'%s can be a slug',
	(text) => {
		expect(isSlug(text)).toBe(true);
	}
);

test.each(['a\0b', 'a\nb', 'x'.repeat(256), '😀'.repeat(256), 'x'.repeat(1_000_000)])(
	'what no database keeps can be none (%#)',
	(text) => {
		expect(isSlug(text)).toBe(false);
	}
);
