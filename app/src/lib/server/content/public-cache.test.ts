import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ANY_GUEST, type Asker } from '../directus/asker.ts';
import { DirectusFailure, unavailable } from '../directus/failure.ts';
import { log } from '../operations/log.ts';
import { forget, type Freshness, cached } from './public-cache.ts';

// before the cache takes hold of the clock; to which it is never the time 0
vi.hoisted(() => vi.useFakeTimers().advanceTimersByTime(1));

const request = vi.hoisted((): { locals: { content: Freshness[] } } => ({
	locals: { content: [] }
}));
vi.mock('$app/server', () => ({ getRequestEvent: () => request }));
const guests = vi.hoisted(() => ({ guest: vi.fn<() => Promise<Asker>>() }));
vi.mock('../session/permissions.ts', () => guests);
beforeEach(() => {
	guests.guest.mockResolvedValue(ANY_GUEST);
});

const FRESH_MILLISECONDS = 1_000;
const HOUR_MILLISECONDS = 3_600_000;
const failing = () => Promise.reject(unavailable(null));

function slowLoad() {
	const { promise, resolve } = Promise.withResolvers<string>();
	return { load: vi.fn(() => promise), resolve };
}

describe('public content', () => {
	test('is loaded once, however many ask', async () => {
		const key = randomUUID();
		const load = vi.fn(() => Promise.resolve('text'));
		const all = await Promise.all(Array.from({ length: 20 }, () => cached(key, load)));
		expect(new Set(all)).toEqual(new Set(['text']));
		expect(load).toHaveBeenCalledTimes(1);
	});

	test('that is not there is remembered like any other', async () => {
		const key = randomUUID();
		const load = vi.fn(() => Promise.resolve(null));
		expect([await cached(key, load), await cached(key, load)]).toEqual([null, null]);
		expect(load).toHaveBeenCalledTimes(1);
	});

	test('is not displaced by what is not there, however much of that is asked for', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('text'));
		for (let asked = 0; asked < 3_000; asked++) {
			await cached(randomUUID(), () => Promise.resolve(null));
		}
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		expect(await cached(key, failing)).toBe('text');
	});

	test('that cannot be loaded and was never seen is the failure of its loading', async () => {
		await expect(cached(randomUUID(), failing)).rejects.toThrow('UNAVAILABLE');
	});

	test('is loaded at the next question after a failure', async () => {
		const key = randomUUID();
		await expect(cached(key, failing)).rejects.toThrow();
		expect(await cached(key, () => Promise.resolve('text'))).toBe('text');
	});

	test('is loaded anew after a second, and shown as it was where that fails', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const reload = vi.fn(failing);
		expect(await cached(key, reload)).toBe('old');
		expect(reload).toHaveBeenCalledTimes(1);
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		expect(await cached(key, () => Promise.resolve('new'))).toBe('new');
	});

	test('is asked for once a second while that fails', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const reload = vi.fn(failing);
		for (let asked = 0; asked < 5; asked++) expect(await cached(key, reload)).toBe('old');
		expect(reload).toHaveBeenCalledTimes(1);
	});

	test('is shown as it was for an hour, and then no longer', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(HOUR_MILLISECONDS - 1);
		expect(await cached(key, failing)).toBe('old');
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		await expect(cached(key, failing)).rejects.toThrow('UNAVAILABLE');
	});

	test('that takes long to load is shown as it was, and what is loaded in the end is kept', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const { promise, resolve } = Promise.withResolvers<string>();
		const asked = cached(key, () => promise);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(await asked).toBe('old');
		expect(await cached(key, failing)).toBe('old');
		resolve('new');
		await vi.advanceTimersByTimeAsync(0);
		expect(await cached(key, failing)).toBe('new');
	});

	test('that is forgotten is waited for, however long that takes', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		forget();
		const { promise, resolve } = Promise.withResolvers<string>();
		const asked = cached(key, () => promise);
		await vi.advanceTimersByTimeAsync(4_000);
		resolve('new');
		expect(await asked).toBe('new');
	});

	test('that is shown as it was is told of in the log, once a minute', async () => {
		const told = vi.spyOn(log, 'warn').mockReturnValue();
		vi.advanceTimersByTime(60_000);
		for (let pages = 0; pages < 5; pages++) {
			const key = randomUUID();
			await cached(key, () => Promise.resolve('old'));
			vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
			await cached(key, failing);
		}
		expect(told).toHaveBeenCalledTimes(1);
	});

	test('that is public no longer is not shown as it was', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const refused = () => Promise.reject(new DirectusFailure('FORBIDDEN', 403));
		await expect(cached(key, refused)).rejects.toThrow('FORBIDDEN');
	});

	test('that is forgotten is loaded anew at once', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		forget();
		expect(await cached(key, () => Promise.resolve('new'))).toBe('new');
	});

	test('that is forgotten is still shown while it cannot be loaded', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		forget();
		expect(await cached(key, failing)).toBe('old');
	});

	test('that was on its way when all was forgotten is not remembered', async () => {
		const key = randomUUID();
		const { load, resolve } = slowLoad();
		const before = cached(key, load);
		await vi.waitUntil(() => load.mock.calls.length > 0);
		forget();
		resolve('old');
		expect(await before).toBe('old');
		expect(await cached(key, () => Promise.resolve('new'))).toBe('new');
	});
});

describe('a request is told how fresh that is which it was given', () => {
	const isFresh = () => request.locals.content.every(({ freshUntil }) => freshUntil > Date.now());
	beforeEach(() => (request.locals.content = []));

	test('for a second, however it came to it', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('text'));
		await cached(key, failing);
		await cached(randomUUID(), () => Promise.resolve(null));
		expect(request.locals.content).toHaveLength(3);
		expect(isFresh()).toBe(true);
		vi.advanceTimersByTime(FRESH_MILLISECONDS);
		expect(isFresh()).toBe(false);
	});

	test('not once it was forgotten', async () => {
		await cached(randomUUID(), () => Promise.resolve('text'));
		forget();
		expect(isFresh()).toBe(false);
	});

	test('never where it was forgotten on its way', async () => {
		const { load, resolve } = slowLoad();
		const asked = cached(randomUUID(), load);
		await vi.waitUntil(() => load.mock.calls.length > 0);
		forget();
		resolve('old');
		await asked;
		expect(isFresh()).toBe(false);
	});

	test('nor where it came after what took its place', async () => {
		const key = randomUUID();
		const { load, resolve } = slowLoad();
		const asked = cached(key, load);
		await vi.waitUntil(() => load.mock.calls.length > 0);
		forget();
		await cached(key, () => Promise.resolve('new'));
		expect(isFresh()).toBe(true);
		resolve('old');
		await asked;
		expect(isFresh()).toBe(false);
	});
});

describe('public content where policies for guests speak about addresses', () => {
	const here: Asker = { accessToken: null, address: '203.0.113.7' };
	const seenBy = ({ address }: Asker) => Promise.resolve(address ?? 'anywhere');

	test('is loaded for the one who asks, kept for nobody, and makes no page that others get', async () => {
		const key = randomUUID();
		const load = vi.fn(seenBy);
		guests.guest.mockResolvedValue(here);
		expect([await cached(key, load), await cached(key, load)]).toEqual([
			here.address,
			here.address
		]);
		expect(load).toHaveBeenCalledTimes(2);
		expect(request.locals.content.at(-1)).toEqual({ freshUntil: 0 });

		guests.guest.mockResolvedValue({ ...here, address: '198.51.100.9' });
		expect(await cached(key, load)).toBe('198.51.100.9');
		guests.guest.mockResolvedValue(ANY_GUEST);
		expect(await cached(key, load)).toBe('anywhere');
	});

	test('is what all guests may see where Directus gives no answer', async () => {
		const key = randomUUID();
		await cached(key, seenBy);
		guests.guest.mockResolvedValue(here);
		expect(await cached(key, failing)).toBe('anywhere');
		guests.guest.mockRejectedValue(unavailable(null));
		expect(await cached(key, failing)).toBe('anywhere');
	});
});
