import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { log } from '../operations/log.ts';
import { Breaker } from './breaker.ts';

const answering = () => Promise.resolve('an answer');
const silent = () => Promise.reject(new Error('nobody there'));

let probe: () => Promise<unknown>;
let breaker: Breaker;
beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(log, 'warn').mockReturnValue();
	vi.spyOn(log, 'info').mockReturnValue();
	probe = vi.fn(silent);
	breaker = new Breaker(() => probe());
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

function call<T>(begin: () => Promise<T>, counts = true): Promise<T> {
	return breaker.run({ begin, counts });
}

async function failCalls(times: number, counts = true): Promise<void> {
	for (let i = 0; i < times; i++) {
		await expect(call(silent, counts)).rejects.toThrow('nobody there');
	}
}

describe('L09 after three consecutive calls without an answer', () => {
	beforeEach(() => failCalls(3));

	test('further calls fail at once, and are not begun', async () => {
		const begin = vi.fn(answering);
		await expect(call(begin)).rejects.toThrow();
		await expect(call(begin, false)).rejects.toThrow();
		expect(begin).not.toHaveBeenCalled();
	});

	test('a probe is sent twice a second, independent of requests, until one gets a response', async () => {
		await vi.advanceTimersByTimeAsync(2_600);
		expect(probe).toHaveBeenCalledTimes(5);
		await expect(call(answering)).rejects.toThrow();

		probe = vi.fn(answering);
		await vi.advanceTimersByTimeAsync(500);
		expect(await call(answering)).toBe('an answer');
		await vi.advanceTimersByTimeAsync(2_000);
		expect(probe).toHaveBeenCalledTimes(1);
	});

	test('calls do not wait for a probe that hangs', async () => {
		probe = () => new Promise(() => {});
		await vi.advanceTimersByTimeAsync(600);
		await expect(call(answering)).rejects.toThrow();
	});

	test('the outage is logged once, and its end once', async () => {
		await vi.advanceTimersByTimeAsync(3_400);
		expect(log.warn).toHaveBeenCalledTimes(1);
		expect(log.info).not.toHaveBeenCalled();
		probe = answering;
		await vi.advanceTimersByTimeAsync(500);
		expect(log.info).toHaveBeenCalledExactlyOnceWith({ seconds: 4 }, expect.any(String));
		expect(log.warn).toHaveBeenCalledTimes(1);
	});

	test('a response closes the breaker, which opens again only after three further failures', async () => {
		probe = answering;
		await vi.advanceTimersByTimeAsync(500);
		await failCalls(2);
		expect(await call(answering)).toBe('an answer');
	});
});

test('single calls without a response between others do not open the breaker', async () => {
	for (let i = 0; i < 3; i++) {
		await failCalls(2);
		expect(await call(answering)).toBe('an answer');
	}
});

test('timeouts of calls that are known to be slow do not open the breaker', async () => {
	await failCalls(20, false);
	expect(await call(answering)).toBe('an answer');
});

test('a call that hangs counts as a failure after five seconds, and still returns a late response', async () => {
	const { promise, resolve } = Promise.withResolvers<string>();
	const calls = Array.from({ length: 3 }, () => call(() => promise));
	await vi.advanceTimersByTimeAsync(4_900);
	expect(log.warn).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(200);
	expect(log.warn).toHaveBeenCalledTimes(1);
	resolve('late');
	expect(await Promise.all(calls)).toEqual(Array(3).fill('late'));
});

describe('with more than sixty-four concurrent calls', () => {
	let begun: number;
	let answer: PromiseWithResolvers<string>;
	const waiting = () => {
		begun++;
		return answer.promise;
	};
	beforeEach(() => {
		begun = 0;
		answer = Promise.withResolvers();
	});

	test('further calls wait in the queue', async () => {
		const calls = Array.from({ length: 200 }, () => call(waiting));
		expect(begun).toBe(64);
		answer.resolve('done');
		expect(await Promise.all(calls)).toEqual(Array(200).fill('done'));
		expect(begun).toBe(200);
	});

	test('calls beyond a thousand in the queue are refused at once', async () => {
		const calls = Array.from({ length: 1_064 }, () => call(waiting));
		await expect(call(waiting)).rejects.toThrow();
		answer.resolve('done');
		await Promise.all(calls);
	});

	test('queued calls fail together with those in flight that get no answer', async () => {
		const calls = Array.from({ length: 200 }, () => call(waiting));
		const outcomes = Promise.allSettled(calls);
		answer.reject(new Error('nobody there'));
		const failed = (await outcomes).filter(({ status }) => status === 'rejected');
		expect(failed).toHaveLength(200);
		expect(begun).toBe(64);
	});

	test('calls without an answer free their slot after five seconds', async () => {
		probe = answering;
		for (let i = 0; i < 64; i++) void call(waiting);
		await vi.advanceTimersByTimeAsync(5_600);
		expect(await call(answering)).toBe('an answer');
	});

	test('a call that is aborted while it waits never starts', async () => {
		const calls = Array.from({ length: 64 }, () => call(waiting));
		const begin = vi.fn(answering);
		const caller = new AbortController();
		const late = breaker.run({ begin, counts: true, signal: caller.signal });
		caller.abort();
		answer.resolve('done');
		await expect(late).rejects.toThrow();
		await Promise.all(calls);
		expect(begin).not.toHaveBeenCalled();
	});
});
