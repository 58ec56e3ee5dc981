import { bulkhead } from 'cockatiel';

/** Each sign-in costs Directus 64 MiB and 90 ms of both cores: more at once would block all other requests. */
const MAX_CONCURRENT = 4;
/** Directus handles about eight a second: with more in the queue, the last would wait too long. */
const MAX_QUEUED = 100;

const slots = bulkhead(MAX_CONCURRENT, MAX_QUEUED);

/** Runs work at Directus, beside three others at most. */
export function runAtDirectus<T>(work: () => Promise<T>): Promise<T> {
	return slots.execute(work);
}

/** Attempts in flight, those that wait for their turn included. */
const attempts = bulkhead(MAX_QUEUED);

/** Runs work that waits for its turn, unless too many are waiting: then it gives null at once. */
export async function runUnlessQueueFull<T>(work: () => Promise<T>): Promise<T | null> {
	return attempts.executionSlots > 0 ? attempts.execute(work) : null;
}

/** The last job of each queue, by key. */
const queues = new Map<string, Promise<void>>();

/** Runs work when all is done that came before it with the same key. */
export function runInSequence<T>(key: string, work: () => Promise<T>): Promise<T> {
	const result = (queues.get(key) ?? Promise.resolve()).then(work);
	const removeIfLast = () => {
		if (queues.get(key) === done) queues.delete(key);
	};
	const done = result.then(removeIfLast, removeIfLast);
	queues.set(key, done);
	return result;
}
