import type { HookConfig } from '@directus/extensions';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import type { Language } from '@portico/contract/languages.ts';
import type { Application, RequestHandler } from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';
import { heldPolicies } from './api-access/held-policies.ts';
import { type AccountEmail, accountEmailIn } from './emails/account-email.ts';
import { compose, recipientAt } from './emails/composer.ts';
import { pagesOf, withWayBack } from './emails/pages.ts';
import { languageOfVisitor } from './emails/request-language.ts';
import { onCompile } from './mailer.ts';
import { signingSecret } from './secret.ts';

/** The language of the visitor whose request sends an email. */
const asked = new AsyncLocalStorage<Language>();

/** Where an email carries our HTML past Directus, which would put its template in the place. */
const HTML = 'porticoHtml';

/**
 * Makes the emails of Directus about accounts the site's: in the language of the recipient, in the look of the site, with a
 * link to a page of the site, or of Studio where a person of Studio asked there. All others, such as those of flows, stay as
 * they are.
 */
export const emails: HookConfig = ({ filter, init }, context) => {
	const { database, env, logger } = context;
	const pages = pagesOf(env);
	if (!pages) return;
	const secret = signingSecret(env);

	filter<Record<string, unknown>>('email.send', async (email) => {
		const ours = accountEmailIn(email, secret);
		if (!ours) return email;
		try {
			const recipient = await recipientAt(ours.to, context);
			const toStudio = recipient !== undefined && (await isOfStudio(ours, recipient.id));
			const page = toStudio ? ours.link.origin + ours.link.pathname : pages[ours.kind];
			const occasion = {
				origin: pages.origin,
				email: ours.to,
				href: linkTo(page, ours.link),
				forgotHref: null,
				validity: ours.validity
			};
			const languages = [recipient?.language, asked.getStore()];
			const { html, ...composed } = await compose(ours.kind, occasion, languages, context);
			return { ...email, ...composed, [HTML]: html };
		} catch (error) {
			// one that looks like Directus' is better than none
			logger.error(error, 'an email about an account keeps the look of Directus');
			return email;
		}
	});

	/** A password that is reset at Studio's sign-in page is for signing in there: the link stays Studio's. */
	async function isOfStudio({ kind, link }: AccountEmail, id: string): Promise<boolean> {
		if (kind !== 'reset' || link.origin + link.pathname === pages?.reset) return false;
		const granting = await heldPolicies(database, { 'person.id': id })
			.andWhere((policy) => {
				void policy.where('policy.app_access', true).orWhere('policy.admin_access', true);
			})
			.first<object | undefined>('policy.id');
		return granting !== undefined;
	}

	const noteLanguage: RequestHandler = (request, _response, next) => {
		const language = languageOfVisitor(request);
		if (language === null) next();
		else asked.run(language, next);
	};
	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).post(
			['/auth/password/request', '/users/register', ENDPOINTS.recovery.path],
			noteLanguage
		);
	});
	init('app.after', () => {
		const setHtml = (email: Record<string, unknown>) => {
			if (typeof email[HTML] === 'string') email['html'] = email[HTML];
		};
		onCompile('html', setHtml, context).catch((error: unknown) =>
			logger.error(error, 'emails about accounts have the HTML of Directus')
		);
	});
};

/**
 * A link with the token and the way back, and nothing else that a request may have put into it. Another page at the same
 * origin stays: Directus has compared it with its list.
 */
function linkTo(page: string, link: URL): string {
	const isThere = link.origin === new URL(page).origin;
	const url = withWayBack(isThere ? link.origin + link.pathname : page, isThere ? link : null);
	url.searchParams.set('token', link.searchParams.get('token') ?? '');
	return url.href;
}
