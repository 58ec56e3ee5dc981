import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, ResolveOptions } from '@sveltejs/kit/hooks';
import { expect, test } from 'vitest';
import { chain } from './chain.ts';

// handles only pass it on
const event = {} as RequestEvent;

function run(handle: Handle, resolved: ResolveOptions[] = []): Response | Promise<Response> {
	return handle({
		event,
		resolve: (_, options = {}) => {
			resolved.push(options);
			return Promise.resolve(new Response('page'));
		}
	});
}

function noting(name: string, notes: string[]): Handle {
	return async ({ event, resolve }) => {
		notes.push(`${name} before`);
		const response = await resolve(event);
		notes.push(`${name} after`);
		return response;
	};
}

test('each handle in a chain runs within the one before it', async () => {
	const notes: string[] = [];
	const response = await run(chain(...['a', 'b', 'c'].map((name) => noting(name, notes))));
	expect(notes).toEqual(['a before', 'b before', 'c before', 'c after', 'b after', 'a after']);
	expect(await response.text()).toBe('page');
});

test('a handle in a chain that answers by itself is the last to run, and those around it see its answer', async () => {
	const notes: string[] = [];
	const refusing: Handle = () => new Response('no');
	const response = await run(chain(noting('a', notes), refusing, noting('c', notes)));
	expect(notes).toEqual(['a before', 'a after']);
	expect(await response.text()).toBe('no');
});

test('the options of all handles in a chain reach the page, the outermost’s where two give the same', async () => {
	const resolved: ResolveOptions[] = [];
	const outer = { preload: () => true };
	const inner = { preload: () => false, filterSerializedResponseHeaders: () => true };
	await run(
		chain(
			({ event, resolve }) => resolve(event, outer),
			({ event, resolve }) => resolve(event, inner)
		),
		resolved
	);
	expect(resolved).toEqual([{ ...inner, ...outer }]);
});
