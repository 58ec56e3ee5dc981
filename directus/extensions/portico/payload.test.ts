import { expect, test } from 'vitest';
import { optionalText, requiredText } from './payload.ts';

test('reads a text', () => {
	expect(requiredText({ email: 'ada@example.com' }, 'email')).toBe('ada@example.com');
	expect(requiredText({ email: '' }, 'email')).toBe('');
});

test.each([undefined, null, 'email', 1, [], {}, { email: undefined }])(
	'finds no text in %j',
	(body) => {
		expect(() => requiredText(body, 'email')).toThrow();
	}
);

test('takes no name that the body does not carry itself', () => {
	expect(optionalText({}, 'constructor')).toBeUndefined();
	expect(optionalText({}, '__proto__')).toBeUndefined();
});

test.each([null, 1, true, ['a'], { a: 1 }, 'a\0b'])('refuses %j as a text', (email) => {
	expect(() => optionalText({ email }, 'email')).toThrow();
});

test('does not repeat what it refuses', () => {
	expect(() => requiredText({ password: ['hunter2'] }, 'password')).toThrow(
		/^(?!.*hunter2).*"password"/
	);
});
