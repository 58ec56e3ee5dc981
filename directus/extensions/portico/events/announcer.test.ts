import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Announcer } from './announcer.ts';
import type { Change } from './change.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const user = (id: string): Change => ({ users: [id], collections: [] });

test('changes within moments are sent in one message, and once more a little later', () => {
	const tell = vi.fn<(change: Change) => void>();
	const announcer = new Announcer(tell);
	announcer.announce(user('ada'));
	vi.advanceTimersByTime(5);
	announcer.announce(user('eve'));
	expect(tell).not.toHaveBeenCalled();

	vi.advanceTimersByTime(15);
	expect(tell.mock.calls).toEqual([[{ users: ['ada', 'eve'], collections: [] }]]);

	vi.advanceTimersByTime(10_000);
	expect(tell.mock.calls[1]).toEqual(tell.mock.calls[0]);
	expect(tell).toHaveBeenCalledTimes(2);
});

test('a later change is sent in a message of its own', () => {
	const tell = vi.fn<(change: Change) => void>();
	const announcer = new Announcer(tell);
	announcer.announce(user('ada'));
	vi.advanceTimersByTime(20);
	announcer.announce(user('eve'));
	vi.advanceTimersByTime(20);
	expect(tell.mock.calls).toEqual([[user('ada')], [user('eve')]]);
});
