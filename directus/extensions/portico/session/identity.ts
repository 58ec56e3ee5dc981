import { hash, randomUUID } from 'node:crypto';
import type { Database } from '../endpoint.ts';

/** A session of the site: the same over all of its refreshes, each of which makes a row of Directus' own. */
export interface Identity {
	/** Random and secret. */
	id: string;
	startedAt: Date;
}

/**
 * Directus keeps one text of ours in each row of a session, its `origin`, and copies it into its activity log. Studio's
 * sessions have the address of Studio there.
 */
const PREFIX = 'portico:';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a row of Directus' sessions says about the session that it belongs to. */
export interface SessionRow {
	token: string;
	origin: string | null;
}

/** Creates the identity of a session that begins now. */
export function newIdentity(): Identity {
	return { id: randomUUID(), startedAt: new Date() };
}

/** The `origin` in the rows of a session. */
export function originOf({ id }: Pick<Identity, 'id'>): string {
	return PREFIX + id;
}

/**
 * A name of a session that others may know: the same over all of its refreshes, and its secret id does not follow from it. A
 * session that has no identity yet is named after its token, until its next refresh.
 */
export function publicName(row: SessionRow): string {
	return hash('sha256', `portico session name ${idIn(row) ?? row.token}`, 'base64url');
}

/** Stores the start of a session, and deletes expired ones. */
export async function store(
	database: Database,
	{ id, startedAt }: Identity,
	maxAgeSeconds: number
): Promise<void> {
	await database('portico_sessions').insert({ id, started_at: startedAt });
	const oldest = new Date(Date.now() - maxAgeSeconds * 1000);
	await database('portico_sessions').where('started_at', '<', oldest).delete();
}

/**
 * Gives a session that has no identity one, beginning now: it is from before there were any, or comes from an identity
 * provider's sign-in at Directus.
 */
export async function addMissing(
	database: Database,
	token: string,
	maxAgeSeconds: number
): Promise<void> {
	if (!needsIdentity(await rowOf(database, token))) return;
	await database.transaction(async (transaction) => {
		const row = await rowOf(transaction, token).forUpdate();
		if (!needsIdentity(row)) return;
		const identity = newIdentity();
		await store(transaction, identity, maxAgeSeconds);
		await transaction('directus_sessions')
			.where({ token })
			.update({ origin: originOf(identity) });
	});
}

/**
 * The session that a token belongs to, null where there is none. The transaction that has locked it is alone with it until the end of
 * the transaction: a refresh in flight either is done before, or finds nothing to refresh.
 */
export async function lock(transaction: Database, token: string): Promise<Identity | null> {
	const id = idIn(await rowOf(transaction, token));
	if (id === null) return null;
	const kept = await transaction<{ id: string; started_at: Date | number }>('portico_sessions')
		.where({ id })
		.forUpdate()
		.first();
	// the transaction that held the lock before may have ended it
	if (!kept || !(await rowOf(transaction, token))) return null;
	// SQLite keeps milliseconds
	return { id, startedAt: new Date(kept.started_at) };
}

/** Ends a session: with all rows that it has, those that were replaced in the grace period included. */
export async function end(transaction: Database, { id }: Identity): Promise<void> {
	await transaction('directus_sessions')
		.where({ origin: originOf({ id }) })
		.delete();
	await transaction('portico_sessions').where({ id }).delete();
}

/** Lets no row of a session live longer than SESSION_MAX_AGE, counted from its start. */
export async function capLifetime(
	database: Database,
	{ id, startedAt }: Identity,
	maxAgeSeconds: number
): Promise<void> {
	const expires = new Date(startedAt.getTime() + maxAgeSeconds * 1000);
	await database('directus_sessions')
		.where({ origin: originOf({ id }) })
		.andWhere('expires', '>', expires)
		.update({ expires });
}

/** Whether a token belongs to a session of the site, not to one of Studio. */
export async function isSiteSession(database: Database, token: string): Promise<boolean> {
	return idIn(await rowOf(database, token)) !== null;
}

function rowOf(database: Database, token: string) {
	return database<SessionRow>('directus_sessions').where({ token }).first('token', 'origin');
}

function needsIdentity(row: SessionRow | undefined): boolean {
	return row !== undefined && idIn(row) === null;
}

function idIn(row: SessionRow | undefined): string | null {
	if (!row?.origin?.startsWith(PREFIX)) return null;
	const id = row.origin.slice(PREFIX.length);
	return UUID.test(id) ? id : null;
}
