import { InvalidQueryError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { redirectAnswer } from '@portico/contract/answers.ts';
import type { Router } from 'express';
import type { InferInput } from 'valibot';
import { endpoint, type Context } from './endpoint.ts';
import { requireUse, withPaths } from './redirects/edits.ts';
import type { Redirect } from './redirects/redirect.ts';
import { destinationOf } from './redirects/resolution.ts';

/** Returns the target of one path, for the app: only editors may read the collection. */
export function redirects(router: Router, { database }: Context): void {
	router.get(
		'/redirects',
		endpoint(async (request, response) => {
			const { from, ...others } = request.query;
			// PostgreSQL refuses NUL in any text
			if (typeof from !== 'string' || from.includes('\0') || Object.keys(others).length > 0) {
				throw new InvalidQueryError({ reason: '"from" must be one path, and nothing else' });
			}
			const to = await destinationOf(database, from);
			const data = to === null ? null : { to };
			response.json({ data } satisfies InferInput<typeof redirectAnswer>);
		})
	);
}

/** Validates redirects that editors make. */
export const redirectEdits: HookConfig = ({ filter }) => {
	filter<Values>('redirects.items.create', async (values, _meta, { database }) => {
		const kept = withPaths(values);
		await requireUse(database, { id: null, ...kept });
		return kept;
	});

	filter<Values>('redirects.items.update', async (changes, { keys }, { database }) => {
		const kept = withPaths(changes);
		const rows = await database<Redirect>('redirects')
			.whereIn('id', keys as number[])
			.select('id', 'from', 'to');
		for (const row of rows) await requireUse(database, { ...row, ...kept });
		return kept;
	});
};

type Values = Record<string, unknown>;
