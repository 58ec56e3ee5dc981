import { describe, expect, test, vi } from 'vitest';
import { nameOf } from './request-context.ts';

const environment = vi.hoisted((): { REQUEST_ID_HEADER: string | null } => ({
	REQUEST_ID_HEADER: 'x-request-id'
}));
vi.mock('$app/env/private', () => environment);

describe('the request id', () => {
	test.each([
		'4a6f1b0c-2f0e-4b8e-9d52-0f0c9e6f0a11',
		'8f1c2d3e4b5a6978-FRA',
		'1-67891233-abcdef012345678912345678',
		'a'.repeat(128)
	])('is taken from the trusted proxy in front: %s', (id) => {
		expect(nameOf(new Headers({ 'X-Request-Id': id }))).toBe(id);
	});

	test.each(['', 'short', 'a'.repeat(129), '<b>12345678</b>', '12345678 12345678', 'é'.repeat(20)])(
		'is generated where the proxy sends an invalid one: "%s"',
		(id) => {
			expect(nameOf(new Headers({ 'x-request-id': id }))).toMatch(/^[\da-f-]{36}$/);
		}
	);

	test('is generated where the proxy sends none', () => {
		expect(nameOf(new Headers())).toMatch(/^[\da-f-]{36}$/);
	});

	test('is generated where no proxy is trusted to send one', () => {
		environment.REQUEST_ID_HEADER = null;
		expect(nameOf(new Headers({ 'x-request-id': 'a'.repeat(36) }))).toMatch(/^[\da-f-]{36}$/);
	});
});
