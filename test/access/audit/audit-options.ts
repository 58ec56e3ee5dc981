import { parseArgs } from 'node:util';
import type { Options } from '../../../scripts/doctor/doctor-options.ts';
import { UserError } from '../../../scripts/site/user-error.ts';

export const HELP = `Usage: npm run audit:access [-- options]

Shows who sees what, by every way there is, and compares it with what each may
see. Without options it starts an installation of its own, fills it with words,
and asks as guest, Member, Premium, Newcomer, Editor and Administrator.

With an address it looks at a running installation as a guest, for what is
there. It only reads. An administrator's token (ADMIN_TOKEN) leaves no trace at
all; with ADMIN_EMAIL and ADMIN_PASSWORD it signs in and out.

  --url URL            the site                  APP_ORIGIN
  --directus-url URL   where Studio is           STUDIO_URL, PUBLIC_URL
  --data DIR           what npm start keeps      PORTICO_DATA
  --ca FILE            an authority to trust     NODE_EXTRA_CA_CERTS
  --help               this page

Ends with 1 where a person sees what they may not, or does not see what they
may, and with 0 otherwise.
`;

/** What is to be audited: an installation of its own, one that runs, or nothing but help. */
export type Task = { kind: 'own' } | { kind: 'running'; options: Options } | { kind: 'help' };

/**
 * Reads the command line.
 *
 * @throws UserError for an option that is not known
 */
export function parseTask(args: string[]): Task {
	const { url, data, ca, help, 'directus-url': directusUrl } = parseFlags(args);
	if (help) return { kind: 'help' };
	if (url === undefined && directusUrl === undefined && data === undefined) return { kind: 'own' };
	return {
		kind: 'running',
		options: {
			url: url ?? null,
			directusUrl: directusUrl ?? null,
			data: data ?? null,
			ca: ca ?? null,
			email: null,
			password: null,
			token: null,
			sendMail: false,
			json: false
		}
	};
}

function parseFlags(args: string[]) {
	try {
		const text = { type: 'string' } as const;
		const options = { url: text, 'directus-url': text, data: text, ca: text };
		return parseArgs({ args, options: { ...options, help: { type: 'boolean' } } }).values;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserError(reason, 'npm run audit:access -- --help lists the options.');
	}
}
