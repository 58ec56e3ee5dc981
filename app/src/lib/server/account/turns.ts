import { bulkhead } from 'cockatiel';

/** Each sign-in costs Directus 64 MiB and 90 ms of both cores: more at once would block all other requests. */
const MOST_AT_ONCE = 4;
/** Directus handles about eight a second: with more in the queue, the last would wait too long. */
const MOST_WAITING = 100;

const slots = bulkhead(MOST_AT_ONCE, MOST_WAITING);

/** Runs work at Directus, beside three others at most. */
export function atDirectus<T>(work: () => Promise<T>): Promise<T> {
	return slots.execute(work);
}

/** Attempts under way, those that wait for their turn included. */
const attempts = bulkhead(MOST_WAITING);

/** Runs work that waits for its turn, unless too many are waiting: then it gives null at once. */
export async function unlessCrowded<T>(work: () => Promise<T>): Promise<T | null> {
	return attempts.executionSlots > 0 ? attempts.execute(work) : null;
}

/** The last job of each queue, by key. */
const lines = new Map<string, Promise<void>>();

/** Runs work when all is done that came before it with the same key. */
export function inSequence<T>(key: string, work: () => Promise<T>): Promise<T> {
	const mine = (lines.get(key) ?? Promise.resolve()).then(work);
	const leave = () => {
		if (lines.get(key) === done) lines.delete(key);
	};
	const done = mine.then(leave, leave);
	lines.set(key, done);
	return mine;
}
