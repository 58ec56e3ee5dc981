import { createHmac, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as content from '../content/content-cache.ts';
import * as userCache from '../session/user-cache.ts';
import { receive } from './incoming.ts';

const KEY = Buffer.alloc(32, 7);
const NOW = 1_800_000_000;

const invalidateUsers = vi.spyOn(userCache, 'invalidate');
const invalidateAllUsers = vi.spyOn(userCache, 'invalidateAll');
const invalidateContent = vi.spyOn(content, 'invalidate');
beforeEach(() => vi.clearAllMocks());

function message(body: unknown, { id = randomUUID(), key = KEY, at = NOW } = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const mac = createHmac('sha256', key).update(`${id}.${at}.${text}`).digest('base64');
	const headers = new Headers({
		'webhook-id': id,
		'webhook-timestamp': String(at),
		'webhook-signature': `v1,${mac}`
	});
	return { headers, body: Buffer.from(text) };
}

function change(users: string[] | 'all', collections: string[] = []) {
	return { type: 'directus.changed', timestamp: 'now', data: { users, collections } };
}

function expectNothingInvalidated() {
	for (const invalidation of [invalidateUsers, invalidateAllUsers, invalidateContent]) {
		expect(invalidation).not.toHaveBeenCalled();
	}
}

test('a change of people invalidates the cached members that it names', () => {
	expect(receive(message(change(['ada', 'eve'])), [KEY], NOW)).toBe('accepted');
	expect(invalidateUsers).toHaveBeenCalledExactlyOnceWith('ada', 'eve');
	expect(invalidateContent).not.toHaveBeenCalled();
});

test('a change of permissions invalidates all cached members and all content', () => {
	expect(receive(message(change('all', ['directus_permissions'])), [KEY], NOW)).toBe('accepted');
	expect(invalidateAllUsers).toHaveBeenCalledTimes(1);
	expect(invalidateContent).toHaveBeenCalledExactlyOnceWith('all');
});

test('a change of content invalidates content of its collections and no cached members', () => {
	expect(receive(message(change([], ['articles'])), [KEY], NOW)).toBe('accepted');
	expect(invalidateContent).toHaveBeenCalledExactlyOnceWith(['articles']);
	expect(invalidateUsers).not.toHaveBeenCalled();
	expect(invalidateAllUsers).not.toHaveBeenCalled();
});

describe('a message that is', () => {
	test('signed with another key is forged', () => {
		expect(receive(message(change('all'), { key: Buffer.alloc(32) }), [KEY], NOW)).toBe('forged');
		expectNothingInvalidated();
	});

	test('sent again is accepted once, for as long as its time is within the tolerance', () => {
		const said = message(change(['ada']), { at: NOW + 120 });
		expect(receive(said, [KEY], NOW)).toBe('accepted');
		invalidateUsers.mockClear();
		expect(receive(said, [KEY], NOW)).toBe('repeated');
		expect(receive(said, [KEY], NOW + 240)).toBe('repeated');
		expect(receive(said, [KEY], NOW + 241)).toBe('forged');
		expectNothingInvalidated();
	});

	test('longer than the limit is refused as unreadable', () => {
		const long = message(change(['a'.repeat(65_536)]));
		expect(receive(long, [KEY], NOW)).toBe('unreadable');
		expectNothingInvalidated();
	});

	test.each([
		'',
		'{',
		'null',
		{},
		{ type: 'another', data: { users: 'all', collections: [] } },
		{ type: 'directus.changed', data: { users: 'nobody', collections: [] } },
		{ type: 'directus.changed', data: { users: [1], collections: [] } }
	])('signed but not valid (%j) is refused', (body) => {
		expect(receive(message(body), [KEY], NOW)).toBe('unreadable');
		expectNothingInvalidated();
	});
});
