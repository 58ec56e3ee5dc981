import type { Database } from '../endpoint.ts';
import type { Redirect } from './redirect.ts';

/** The part of Directus' ItemsService that writes rows. */
export interface Writer {
	createOne(values: Omit<Redirect, 'id'>, options: Options): Promise<unknown>;
	updateOne(id: number, values: Partial<Redirect>, options: Options): Promise<unknown>;
}

interface Options {
	emitEvents: boolean;
}

/** Emits no events: the rules for redirects are for editors, and the change of the page emits its own. */
const NO_EVENTS = { emitEvents: false };

/**
 * Leaves a redirect from the path that a page had to the one that it has. Redirects to the old path then lead to the new
 * one, so that no chain grows. No row is deleted, since editors may have made it.
 */
export async function leaveRedirect(
	database: Database,
	writer: Writer,
	{ from, to }: Omit<Redirect, 'id'>
): Promise<void> {
	const redirects = () => database<Redirect>('redirects');
	for (const { id } of await redirects().where('to', from).whereNot('from', to).select('id')) {
		await writer.updateOne(id, { to }, NO_EVENTS);
	}
	// it slept under the page that was there until now
	const own = await redirects().where('from', from).first();
	// from an earlier move, which this one takes back
	const back = await redirects().where({ from: to, to: from }).first();
	if (own) {
		if (back && own.to !== to) await writer.updateOne(back.id, { to: own.to }, NO_EVENTS);
		await writer.updateOne(own.id, { to }, NO_EVENTS);
	} else if (back) {
		await writer.updateOne(back.id, { from, to }, NO_EVENTS);
	} else {
		await writer.createOne({ from, to }, NO_EVENTS);
	}
}
