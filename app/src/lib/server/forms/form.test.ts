import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileForm, signInForm, signUpForm } from '../account/form-schemas.ts';
import { MalformedForm, parseForm } from './form.ts';

const LENGTHS = { email: 255, first_name: 50, last_name: 50 };

function post(fields: [string, string | File][]): Request {
	const body = new FormData();
	for (const [name, value] of fields) body.append(name, value);
	return new Request('https://portico.example/signin', { method: 'POST', body });
}

describe('parseForm', () => {
	test('trims an address and leaves a password as it was typed', async () => {
		const request = post([
			['email', '  ada@example.com '],
			['password', ' two spaces ']
		]);
		expect((await parseForm(signInForm, request)).data).toEqual({
			email: 'ada@example.com',
			password: ' two spaces ',
			otp: '',
			kept: '',
			cookie_test: ''
		});
	});

	test('takes a code with spaces in it', async () => {
		const request = post([
			['email', 'ada@example.com'],
			['password', 'x'],
			['otp', ' 123 456 ']
		]);
		expect((await parseForm(signInForm, request)).data?.otp).toBe('123456');
	});

	test('returns issues by field and the submitted values, without secrets', async () => {
		const request = post([
			['email', 'no\u0001where'],
			['password', 'hunter2'],
			['otp', '12x']
		]);
		expect(await parseForm(signInForm, request)).toEqual({
			data: null,
			issues: {
				email: 'This contains invisible characters.',
				otp: 'The code has digits only.'
			},
			values: { email: 'no\u0001where' }
		});
	});

	test('accepts a form without names', async () => {
		const request = post([
			['email', 'ada@example.com'],
			['password', 'x']
		]);
		expect((await parseForm(signUpForm(LENGTHS), request)).data).toMatchObject({
			first_name: '',
			last_name: ''
		});
	});

	test('returns an issue for each missing field', async () => {
		const { issues } = await parseForm(signInForm, post([]));
		expect(issues).toEqual({
			email: 'Enter your email address.',
			password: 'Enter your password.'
		});
	});

	test.each([
		[
			'a field given twice',
			post([
				['email', 'a@example.com'],
				['email', 'b@example.com']
			])
		],
		['a file for a text', post([['email', new File(['x'], 'x.txt')]])],
		[
			'JSON',
			new Request('https://portico.example', {
				method: 'POST',
				body: '{}',
				headers: { 'content-type': 'application/json' }
			})
		],
		[
			'a broken multipart body',
			new Request('https://portico.example', {
				method: 'POST',
				body: 'x',
				headers: { 'content-type': 'multipart/form-data; boundary=y' }
			})
		]
	])('L06 refuses %s', async (_, request) => {
		await expect(parseForm(signInForm, request)).rejects.toThrow(MalformedForm);
	});

	test('L06 answers a megabyte in a field with a message', async () => {
		const { issues } = await parseForm(
			profileForm(LENGTHS, []),
			post([['first_name', 'x'.repeat(2 ** 18)]])
		);
		expect(issues).toEqual({ first_name: 'This is too long: 50 characters at most.' });
	});

	test('ignores fields that are not in its schema', async () => {
		await fc.assert(
			fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), async (extra) => {
				const fields = Object.entries(extra).filter(([name]) => !name.endsWith('_name'));
				const { data } = await parseForm(
					profileForm(LENGTHS, []),
					post([...fields, ['role', 'admin']])
				);
				expect(data).toEqual({ first_name: '', last_name: '' });
			}),
			{ numRuns: 50 }
		);
	});
});
