import type { Database } from '../endpoint.ts';
import type { Redirect } from './redirect.ts';

/** Writes redirects as Directus does, without asking anybody's rules. */
export interface Writer {
	createOne(values: Omit<Redirect, 'id'>): Promise<unknown>;
	updateOne(id: number, values: Partial<Redirect>): Promise<unknown>;
}

/**
 * Leaves a redirect from the path that a page had to the one that it has. What led to the old path leads to the new one,
 * so that no chain grows. No row is deleted, since editors may have made it.
 */
export async function leaveRedirect(
	database: Database,
	writer: Writer,
	{ from, to }: Omit<Redirect, 'id'>
): Promise<void> {
	const redirects = () => database<Redirect>('redirects');
	for (const { id } of await redirects().where('to', from).whereNot('from', to).select('id')) {
		await writer.updateOne(id, { to });
	}
	// it slept under the page that was there until now
	const own = await redirects().where('from', from).first();
	// from an earlier move, which this one takes back
	const back = await redirects().where({ from: to, to: from }).first();
	if (own) {
		if (back && own.to !== to) await writer.updateOne(back.id, { to: own.to });
		await writer.updateOne(own.id, { to });
	} else if (back) {
		await writer.updateOne(back.id, { from, to });
	} else {
		await writer.createOne({ from, to });
	}
}
