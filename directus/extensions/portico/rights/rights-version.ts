import { randomUUID } from 'node:crypto';
import type { Database } from '../endpoint.ts';

/** Stands for the roles, policies and permissions as they are now, in every replica; each change of one gives another. */
export async function readVersion(database: Database): Promise<string> {
	const row = await database('portico_rights').first<{ version: string } | undefined>('version');
	if (!row) throw new Error('portico_rights has no row: run the set-up of Portico again');
	return row.version;
}

/** Gives the rights another version. */
export async function renewVersion(database: Database): Promise<void> {
	await database('portico_rights').update({ version: randomUUID() });
}
