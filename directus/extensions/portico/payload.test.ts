import { expect, test } from 'vitest';
import { optionalText, requiredText } from './payload.ts';

test('requiredText reads a text', () => {
	expect(requiredText({ email: 'ada@example.com' }, 'email')).toBe('ada@example.com');
	expect(requiredText({ email: '' }, 'email')).toBe('');
});

test.each([undefined, null, 'email', 1, [], {}, { email: undefined }])(
	'requiredText finds no text in %j',
	(body) => {
		expect(() => requiredText(body, 'email')).toThrow();
	}
);

test('inherited properties of a body are ignored', () => {
	expect(optionalText({}, 'constructor')).toBeUndefined();
	expect(optionalText({}, '__proto__')).toBeUndefined();
});

test.each([null, 1, true, ['a'], { a: 1 }, 'a\0b'])('optionalText refuses %j', (email) => {
	expect(() => optionalText({ email }, 'email')).toThrow();
});

test('the error message does not repeat a refused value', () => {
	expect(() => requiredText({ password: ['hunter2'] }, 'password')).toThrow(
		/^(?!.*hunter2).*"password"/
	);
});
