import type { HookConfig } from '@directus/extensions';
import { onCompile } from './mailer.ts';
import { textOf } from './mail-text/text-of.ts';

/**
 * Gives every email without a part in plain text one that is made of its HTML: those of Directus and of flows have HTML
 * alone, which some programs do not show and many filters take for unwanted.
 */
export const mailText: HookConfig = ({ init }, context) => {
	init('app.after', () => {
		onCompile('text', addText, context).catch((error: unknown) =>
			context.logger.error(error, 'mails have no part in plain text')
		);
	});
};

function addText(email: { html?: unknown; text?: unknown }): void {
	if (typeof email.html === 'string' && !email.text) email.text = textOf(email.html);
}
