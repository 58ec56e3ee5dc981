import type { HookConfig } from '@directus/extensions';
import { textOf } from './mail-text/text-of.ts';

/** The part of nodemailer, Directus' mailer, that is used here. */
interface Mailer {
	use(step: 'compile', plugin: (mail: Compiled, done: () => void) => void): void;
}

interface Compiled {
	data: { html?: unknown; text?: unknown };
}

/**
 * Gives every mail a part in plain text, made of its HTML, when it is put together: Directus' own mails and those of
 * flows have HTML alone, which some programs do not show and many filters take for unwanted.
 */
export const mailText: HookConfig = ({ init }, { services, getSchema, logger }) => {
	const addText = async () => {
		const { mailer } = new services.MailService({ schema: await getSchema() }) as unknown as {
			// missing in Directus' published type of its service; undefined where its transport is unknown
			mailer: (Mailer & { [HAS_TEXT]?: true }) | undefined;
		};
		// Directus reloads extensions while it runs; its mailer stays
		if (!mailer || mailer[HAS_TEXT]) return;
		mailer[HAS_TEXT] = true;
		mailer.use('compile', ({ data }, done) => {
			if (typeof data.html === 'string' && !data.text) data.text = textOf(data.html);
			done();
		});
	};
	init('app.after', () => {
		addText().catch((error: unknown) => logger.error(error, 'mails have no part in plain text'));
	});
};

const HAS_TEXT = Symbol.for('portico.mail-text');
