import { prompt, promptSecret } from '../command/terminal-input.ts';
import { UserError } from '../site/user-error.ts';
import type { Credentials } from './examined-installation.ts';

/** Credentials that are complete. */
export type CompleteCredentials =
	{ kind: 'password'; email: string; password: string } | { kind: 'token'; token: string };

/**
 * Prompts at the terminal for missing credentials.
 *
 * @throws UserError where there is no terminal
 */
export async function askForCredentials(known: Credentials | null): Promise<CompleteCredentials> {
	if (known?.kind === 'token') return known;
	if (known?.password) return { ...known, password: known.password };
	if (!process.stdin.isTTY) {
		throw new UserError(
			'An administrator is required.',
			'ADMIN_EMAIL and ADMIN_PASSWORD in the environment, or ADMIN_TOKEN.'
		);
	}
	const email = known?.email ?? (await prompt("Administrator's address: ", process.stderr));
	const password = await promptSecret(`Password of ${email}: `, process.stderr);
	return { kind: 'password', email, password };
}
