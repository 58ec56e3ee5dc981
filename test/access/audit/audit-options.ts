import { type Command, readOptions } from '../../../scripts/command/options.ts';
import { INSTALLATION, type Options } from '../../../scripts/doctor/doctor-options.ts';

export const AUDIT = {
	start: 'npm run audit:access --',
	about: `Shows who sees what, by every way there is, and compares it with what each may
see. Without options it starts an installation of its own, fills it with words,
and asks as guest, Member, Premium, Newcomer, Editor and Administrator.

With an address it looks at a running installation as a guest, for what is
there. It only reads. An administrator's token (ADMIN_TOKEN) leaves no trace at
all; with ADMIN_EMAIL and ADMIN_PASSWORD it signs in and out.`,
	options: INSTALLATION,
	empty: 'refused',
	notes: `Ends with 1 where a person sees what they may not, or does not see what they
may, and with 0 otherwise.`,
	errorCode: 2
} as const satisfies Command;

/** Subject of the audit: an installation of its own, or one that runs. */
export type Task = { kind: 'own' } | { kind: 'running'; options: Options };

/**
 * Reads the command line; null with --help.
 *
 * @throws UserError for an option that is not known
 */
export function parseTask(args: string[]): Task | null {
	const given = readOptions(AUDIT, args)?.values;
	if (!given) return null;
	const named = given.url ?? given['directus-url'] ?? given.data;
	return named === undefined ? { kind: 'own' } : { kind: 'running', options: given };
}
