import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ANY_GUEST, type Asker } from '../directus/asker.ts';
import { DirectusFailure, unavailable } from '../directus/failure.ts';
import { log } from '../operations/log.ts';
import type { Member, User } from '../session/access.ts';
import { cached as cachedOf, cachedFor, type Freshness, invalidate } from './content-cache.ts';

// before the cache is imported and captures the clock, which must not start at 0
vi.hoisted(() => vi.useFakeTimers().advanceTimersByTime(1));

const request = vi.hoisted((): { locals: { content: Freshness[] } } => ({
	locals: { content: [] }
}));
vi.mock('$app/server', () => ({ getRequestEvent: () => request }));
const permissions = vi.hoisted(() => ({
	guest: vi.fn<() => Promise<Asker>>(),
	collectionsOf: (kind: string) =>
		({ article: ['articles', 'directus_files'], category: ['categories'] })[kind] ?? null
}));
vi.mock('../session/permissions.ts', () => permissions);
beforeEach(() => {
	permissions.guest.mockResolvedValue(ANY_GUEST);
});

/** Content of one kind, where it does not matter which. */
const cached = <T>(name: string, load: (asker: Asker) => Promise<T>) =>
	cachedOf('article', name, load);

const FRESH_MILLISECONDS = 1_000;
const HOUR_MILLISECONDS = 3_600_000;
const failing = () => Promise.reject(unavailable(null));

function slowLoad() {
	const { promise, resolve } = Promise.withResolvers<string>();
	return { load: vi.fn(() => promise), resolve };
}

describe('public content', () => {
	test('is loaded once for any number of concurrent requests', async () => {
		const key = randomUUID();
		const load = vi.fn(() => Promise.resolve('text'));
		const all = await Promise.all(Array.from({ length: 20 }, () => cached(key, load)));
		expect(new Set(all)).toEqual(new Set(['text']));
		expect(load).toHaveBeenCalledTimes(1);
	});

	test('caches a miss like any other result', async () => {
		const key = randomUUID();
		const load = vi.fn(() => Promise.resolve(null));
		expect([await cached(key, load), await cached(key, load)]).toEqual([null, null]);
		expect(load).toHaveBeenCalledTimes(1);
	});

	test('is not evicted by misses, however many are requested', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('text'));
		for (let requested = 0; requested < 3_000; requested++) {
			await cached(randomUUID(), () => Promise.resolve(null));
		}
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		expect(await cached(key, failing)).toBe('text');
	});

	test('is kept up to 64 million characters, whatever it is made of', async () => {
		const [key, small] = [randomUUID(), randomUUID()];
		await cached(key, () => Promise.resolve('text'));
		for (let count = 0; count < 100; count++) {
			const article = { title: 'A title', html: 'x'.repeat(1_000_000) };
			await cached(randomUUID(), () => Promise.resolve({ articles: [article], total: 1 }));
			if (count === 50) await cached(small, () => Promise.resolve('text'));
		}
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		await expect(cached(key, failing)).rejects.toThrow('UNAVAILABLE');
		expect(await cached(small, failing)).toBe('text');
	});

	test('without a cached copy fails with the error of its load', async () => {
		await expect(cached(randomUUID(), failing)).rejects.toThrow('UNAVAILABLE');
	});

	test('is loaded again by the next request after a failure', async () => {
		const key = randomUUID();
		await expect(cached(key, failing)).rejects.toThrow();
		expect(await cached(key, () => Promise.resolve('text'))).toBe('text');
	});

	test('is reloaded after a second, and served stale if that fails', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const reload = vi.fn(failing);
		expect(await cached(key, reload)).toBe('old');
		expect(reload).toHaveBeenCalledTimes(1);
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		expect(await cached(key, () => Promise.resolve('new'))).toBe('new');
	});

	test('is reloaded at most once a second while loading fails', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const reload = vi.fn(failing);
		for (let requested = 0; requested < 5; requested++)
			expect(await cached(key, reload)).toBe('old');
		expect(reload).toHaveBeenCalledTimes(1);
	});

	test('is served stale for at most an hour', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(HOUR_MILLISECONDS - 1);
		expect(await cached(key, failing)).toBe('old');
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		await expect(cached(key, failing)).rejects.toThrow('UNAVAILABLE');
	});

	test('is served stale while a load is slow, and cached when the load ends', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const { promise, resolve } = Promise.withResolvers<string>();
		const requested = cached(key, () => promise);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(await requested).toBe('old');
		expect(await cached(key, failing)).toBe('old');
		resolve('new');
		await vi.advanceTimersByTimeAsync(0);
		expect(await cached(key, failing)).toBe('new');
	});

	test('is not served stale during a slow load after an invalidation', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		invalidate('all');
		const { promise, resolve } = Promise.withResolvers<string>();
		const requested = cached(key, () => promise);
		await vi.advanceTimersByTimeAsync(4_000);
		resolve('new');
		expect(await requested).toBe('new');
	});

	test('logs a stale copy once a minute', async () => {
		const warn = vi.spyOn(log, 'warn').mockReturnValue();
		vi.advanceTimersByTime(60_000);
		for (let pages = 0; pages < 5; pages++) {
			const key = randomUUID();
			await cached(key, () => Promise.resolve('old'));
			vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
			await cached(key, failing);
		}
		expect(warn).toHaveBeenCalledTimes(1);
	});

	test('is not served stale once it is no longer public', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		const refused = () => Promise.reject(new DirectusFailure('FORBIDDEN', 403));
		await expect(cached(key, refused)).rejects.toThrow('FORBIDDEN');
	});

	test('is reloaded at once after an invalidation', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		invalidate('all');
		expect(await cached(key, () => Promise.resolve('new'))).toBe('new');
	});

	test('is served stale after an invalidation while loading fails', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('old'));
		invalidate('all');
		expect(await cached(key, failing)).toBe('old');
	});

	test('is not cached by a load that was in flight during an invalidation', async () => {
		const key = randomUUID();
		const { load, resolve } = slowLoad();
		const before = cached(key, load);
		await vi.waitUntil(() => load.mock.calls.length > 0);
		invalidate('all');
		resolve('old');
		expect(await before).toBe('old');
		expect(await cached(key, () => Promise.resolve('new'))).toBe('new');
	});
});

describe('the freshness that is recorded for a request', () => {
	const isFresh = () => request.locals.content.every(({ freshUntil }) => freshUntil > Date.now());
	beforeEach(() => (request.locals.content = []));

	test('lasts a second for loaded content, cached content and misses', async () => {
		const key = randomUUID();
		await cached(key, () => Promise.resolve('text'));
		await cached(key, failing);
		await cached(randomUUID(), () => Promise.resolve(null));
		expect(request.locals.content).toHaveLength(3);
		expect(isFresh()).toBe(true);
		vi.advanceTimersByTime(FRESH_MILLISECONDS);
		expect(isFresh()).toBe(false);
	});

	test('ends with an invalidation', async () => {
		await cached(randomUUID(), () => Promise.resolve('text'));
		invalidate('all');
		expect(isFresh()).toBe(false);
	});

	test('is zero for content that was invalidated in flight', async () => {
		const { load, resolve } = slowLoad();
		const requested = cached(randomUUID(), load);
		await vi.waitUntil(() => load.mock.calls.length > 0);
		invalidate('all');
		resolve('old');
		await requested;
		expect(isFresh()).toBe(false);
	});

	test('is zero for a load that ends after its successor', async () => {
		const key = randomUUID();
		const { load, resolve } = slowLoad();
		const requested = cached(key, load);
		await vi.waitUntil(() => load.mock.calls.length > 0);
		invalidate('all');
		await cached(key, () => Promise.resolve('new'));
		expect(isFresh()).toBe(true);
		resolve('old');
		await requested;
		expect(isFresh()).toBe(false);
	});
});

describe('public content where policies for guests depend on client addresses', () => {
	const here: Asker = { accessToken: null, address: '203.0.113.7' };
	const seenBy = ({ address }: Asker) => Promise.resolve(address ?? 'anywhere');

	test('is loaded for each request, not cached, and makes the page private', async () => {
		const key = randomUUID();
		const load = vi.fn(seenBy);
		permissions.guest.mockResolvedValue(here);
		expect([await cached(key, load), await cached(key, load)]).toEqual([
			here.address,
			here.address
		]);
		expect(load).toHaveBeenCalledTimes(2);
		expect(request.locals.content.at(-1)).toEqual({ freshUntil: 0 });

		permissions.guest.mockResolvedValue({ ...here, address: '198.51.100.9' });
		expect(await cached(key, load)).toBe('198.51.100.9');
		permissions.guest.mockResolvedValue(ANY_GUEST);
		expect(await cached(key, load)).toBe('anywhere');
	});

	test('falls back to the content for all guests when Directus does not respond', async () => {
		const key = randomUUID();
		await cached(key, seenBy);
		permissions.guest.mockResolvedValue(here);
		expect(await cached(key, failing)).toBe('anywhere');
		permissions.guest.mockRejectedValue(unavailable(null));
		expect(await cached(key, failing)).toBe('anywhere');
	});
});

describe('content for members', () => {
	const KEY = 'article.of-members';

	/** A member with this rights key for articles, and a token of their own. */
	function member(key: string | null = KEY): Pick<Member, 'user' | 'asker'> {
		const user = { rights: { article: key } } as unknown as User; // nothing else of it is read
		return { user, asker: { accessToken: randomUUID(), address: null } };
	}

	test('is loaded once for all who have the same rights, with the token of one and the key', async () => {
		const name = randomUUID();
		const [first, second] = [member(), member()];
		const load = vi.fn(() => Promise.resolve('text'));
		const all = [first, second].map((one) => cachedFor(one, 'article', name, load));
		expect(await Promise.all(all)).toEqual(['text', 'text']);
		expect(await cachedFor(member(), 'article', name, failing)).toBe('text');
		expect(load).toHaveBeenCalledExactlyOnceWith({ ...first.asker, rights: KEY });
	});

	test('is neither that of guests nor that of other rights', async () => {
		const name = randomUUID();
		await cachedFor(member(), 'article', name, () => Promise.resolve('of members'));
		await cached(name, () => Promise.resolve('public'));
		const other = cachedFor(member('article.other'), 'article', name, () =>
			Promise.resolve('other')
		);
		expect(await other).toBe('other');
		expect(await cachedFor(member(), 'article', name, failing)).toBe('of members');
	});

	test('is loaded for each request of a member without a key, and not cached', async () => {
		const name = randomUUID();
		const load = vi.fn(({ accessToken }: Asker) => Promise.resolve(accessToken));
		for (const one of [member(null), member(null)])
			expect(await cachedFor(one, 'article', name, load)).toBe(one.asker.accessToken);
		expect(load.mock.lastCall?.[0]).not.toHaveProperty('rights');
	});

	test.each(['RIGHTS_CHANGED', 'INVALID_TOKEN'] as const)(
		'is loaded by each waiting member with their own token where the shared load ends with %s',
		async (code) => {
			const name = randomUUID();
			const people = [member(), member(), member()];
			const load = vi.fn(({ accessToken, rights }: Asker) =>
				rights ? Promise.reject(new DirectusFailure(code, 409)) : Promise.resolve(accessToken)
			);
			const all = people.map((one) => cachedFor(one, 'article', name, load));
			expect(await Promise.all(all)).toEqual(people.map(({ asker }) => asker.accessToken));
			expect(load).toHaveBeenCalledTimes(4);
			const again = cachedFor(member(), 'article', name, () => Promise.resolve('loaded again'));
			expect(await again).toBe('loaded again');
		}
	);

	test('is served stale while Directus does not respond, to those with the same rights', async () => {
		const name = randomUUID();
		await cachedFor(member(), 'article', name, () => Promise.resolve('old'));
		vi.advanceTimersByTime(FRESH_MILLISECONDS + 1);
		expect(await cachedFor(member(), 'article', name, failing)).toBe('old');
		for (const other of [member('article.other'), member(null)])
			await expect(cachedFor(other, 'article', name, failing)).rejects.toThrow('UNAVAILABLE');
	});
});

describe('an invalidation by collection', () => {
	const load = (text: string) => () => Promise.resolve(text);

	test('concerns the kinds of content that depend on the collection, loads in flight included', async () => {
		const name = randomUUID();
		await cachedOf('article', name, load('old'));
		await cachedOf('category', name, load('old'));
		const flying = slowLoad();
		const articleInFlight = cachedOf('article', `${name} in flight`, flying.load);
		const categoryInFlight = cachedOf('category', `${name} in flight`, flying.load);
		await vi.waitUntil(() => flying.load.mock.calls.length === 2);

		invalidate(['directus_files']);
		flying.resolve('old');
		await Promise.all([articleInFlight, categoryInFlight]);
		for (const one of [name, `${name} in flight`]) {
			expect(await cachedOf('article', one, load('new')), one).toBe('new');
			expect(await cachedOf('category', one, load('new')), one).toBe('old');
		}
	});

	test('concerns every kind of which Directus has not told the collections', async () => {
		const name = randomUUID();
		await cachedOf('site', name, load('old'));
		invalidate(['bookmarks']);
		expect(await cachedOf('site', name, load('new'))).toBe('new');
	});
});
