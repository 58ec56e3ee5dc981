import type { HookConfig } from '@directus/extensions';

/** An email on its way through nodemailer, Directus' mailer. */
export interface Outgoing {
	html?: unknown;
	text?: unknown;
	[field: string]: unknown;
}

interface Mailer {
	use(step: 'compile', plugin: (mail: { data: Outgoing }, done: () => void) => void): void;
	[INSTALLED]?: Set<string>;
}

type Context = Parameters<HookConfig>[1];

/** Directus reloads extensions while it runs; its mailer stays. */
const INSTALLED = Symbol.for('portico.mailer');

/**
 * Changes every email when it is put together, after Directus and its flows are done with it.
 *
 * @param name of the change, which is made once however often the extension is loaded
 */
export async function onCompile(
	name: string,
	change: (email: Outgoing) => void,
	{ services, getSchema }: Context
): Promise<void> {
	const { mailer } = new services.MailService({ schema: await getSchema() }) as unknown as {
		// missing in Directus' published type of its service; undefined where its transport is unknown
		mailer: Mailer | undefined;
	};
	if (!mailer) return;
	const installed = (mailer[INSTALLED] ??= new Set());
	if (installed.has(name)) return;
	installed.add(name);
	mailer.use('compile', ({ data }, done) => {
		change(data);
		done();
	});
}
