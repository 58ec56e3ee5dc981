import { ForbiddenError, InternalServerError, InvalidQueryError } from '@directus/errors';
import { expect, test } from 'vitest';
import { isCallerError } from './causes.ts';

const thrownIn = (error: Error, file: string) =>
	Object.assign(error, { stack: `${error.name}: x\n    at parse (file:///directus/${file}:9:1)` });

test.each([
	['a refusal', new ForbiddenError()],
	['a malformed query', new InvalidQueryError({ reason: 'x' })],
	[
		'a query that Directus misread',
		thrownIn(new TypeError('x'), 'api/dist/utils/sanitize-query.js')
	]
])('a rejection that concerns one request is survived: %s', (_name, error) => {
	expect(isCallerError(error)).toBe(true);
});

test.each([
	['a failure of Directus', new InternalServerError()],
	['an unknown error', new Error('x')],
	['a mistake in other code', thrownIn(new TypeError('x'), 'api/dist/services/items.js')],
	['what is no error', 'x'],
	['nothing', undefined]
])('a rejection that may concern the whole process is not survived: %s', (_name, error) => {
	expect(isCallerError(error)).toBe(false);
});
