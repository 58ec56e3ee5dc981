import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizedUsername, usernameFault, usernameKey } from './username.ts';

describe('D60 a username', () => {
	test.each([
		'ada',
		'Ada.Lovelace',
		'ada_l-1815',
		'Жанна',
		'Ωmega'.replace('mega', ''),
		'山田太郎',
		'गीता',
		'مريم',
		'a'
	])('may be %s', (name) => expect(usernameFault(name)).toBeNull());

	test.each([
		['', 'nothing'],
		['a b', 'a space'],
		['a/b', 'a slash'],
		['-ada', 'a hyphen at the beginning'],
		['ada.', 'a dot at the end'],
		['a..b', 'two dots'],
		['ada@x', 'an at sign'],
		['a\u200bb', 'a space without width'],
		['a\u202eb', 'a change of direction'],
		['\u3164', 'a filler of Hangul'],
		['a\u{e0061}', 'a tag character'],
		['раypal', 'Cyrillic and Latin letters'],
		['Ωmega', 'Greek and Latin letters'],
		['😀', 'a picture'],
		['a\0', 'NUL'],
		['\ud800', 'half a character']
	])('%j, with %s, is none', (name) => expect(usernameFault(name)).toBe('profile_usernameShape'));

	test.each(['admin', 'ADMIN', 'ａｄｍｉｎ', 'Support', 'ﬅaff'])('%s is reserved', (name) =>
		expect(usernameFault(name)).toBe('profile_usernameTaken')
	);
});

describe('D60 the key of a username', () => {
	test.each([
		['Ada', 'aDA'],
		['Straße', 'STRASSE'],
		['straße', 'STRAẞE'],
		['ΣΊΣΥΦΟΣ', 'σίσυφος'],
		['ЖАННА', 'жанна'],
		['Ａｄａ', 'ada'],
		['ﬁn', 'FIN'],
		['é', 'e\u0301'],
		['İ', 'i\u0307']
	])('is the same for %s and %s', (one, other) =>
		expect(usernameKey(one)).toBe(usernameKey(other))
	);

	test('is its own key for every letter, also in upper and in lower case', () => {
		for (let point = 0; point <= 0x10ffff; point++) {
			if (point >= 0xd800 && point <= 0xdfff) continue;
			const letter = String.fromCodePoint(point);
			if (!/\p{L}/u.test(letter)) continue;
			const key = usernameKey(letter);
			const [upper, lower] = [letter.toUpperCase(), letter.toLowerCase()].map(usernameKey);
			if (usernameKey(key) !== key || upper !== key || lower !== key) expect.fail(letter);
		}
	});

	test('is the same for a username and for the form in which it is kept', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (name) => {
				expect(usernameKey(normalizedUsername(name))).toBe(usernameKey(name.trim()));
			})
		);
	});
});
