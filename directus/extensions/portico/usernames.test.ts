import { describe, expect, test } from 'vitest';
import { withKey } from './usernames.ts';

describe('D60 the values of a person', () => {
	test('get the key of their username, and no other', () => {
		expect(withKey({ username: ' Straße ', username_key: 'x' })).toEqual({
			username: 'Straße',
			username_key: 'strasse'
		});
		expect(withKey({ first_name: 'Ada', username_key: 'x' })).toEqual({ first_name: 'Ada' });
	});

	test.each([null, ''])('lose the key with the username (%j)', (username) => {
		expect(withKey({ username })).toEqual({ username: null, username_key: null });
	});

	test.each(['a b', 'root', 7, { username: 'ada' }, ['ada']])('%j is refused', (username) => {
		expect(() => withKey({ username })).toThrow('"username"');
	});
});
