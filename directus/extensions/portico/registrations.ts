import type { HookConfig } from '@directus/extensions';
import { type Language, studioTag } from '@portico/contract/languages.ts';
import type { Application, RequestHandler } from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';
import { textIn } from './api-access/account-calls.ts';
import { type Composed, compose, recipientAt } from './emails/composer.ts';
import { pagesOf, withWayBack } from './emails/pages.ts';
import { languageOfVisitor } from './emails/request-language.ts';
import { mailOpening, openingOf } from './openings.ts';

/** Directus' published type of its service lacks most fields of an email. */
interface Mail {
	send(email: Composed & { to: string }): Promise<unknown>;
}

interface Registration {
	language: Language | null;
	/** Whether an account was made. */
	isNew: boolean;
}

const registration = new AsyncLocalStorage<Registration>();

/**
 * Keeps the language of a visitor who registers, and tells the owner of an account when its address is registered again,
 * where addresses are verified: the page answers the same for every address, and nobody else is told.
 */
export const registrations: HookConfig = ({ filter, init }, context) => {
	const { database, env, getSchema, logger, services } = context;
	const pages = pagesOf(env);

	filter<Record<string, unknown>>('users.create', (values, _meta, { accountability }) => {
		const current = registration.getStore();
		if (!current || accountability) return values;
		current.isNew = true;
		const { language } = current;
		return language && !values['language'] ? { ...values, language: studioTag(language) } : values;
	});

	const watch: RequestHandler = (request, response, next) => {
		const current: Registration = { language: languageOfVisitor(request), isNew: false };
		const email = textIn(request.body, 'email');
		const link = URL.parse(textIn(request.body, 'verification_url'));
		const tellOwner = () => {
			if (response.statusCode !== 204 || current.isNew) return;
			tell(email, link, current.language).catch((error: unknown) =>
				logger.error(error, 'could not send the mail about a known address')
			);
		};
		// after the response, whose time therefore does not reveal that the account exists
		response.once('finish', AsyncLocalStorage.bind(tellOwner));
		registration.run(current, next);
	};
	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).post('/users/register', watch);
	});

	async function tell(email: string, link: URL | null, language: Language | null) {
		if (!pages || !(await verifiesAddresses())) return;
		const owner = await recipientAt(email, context);
		// Directus mails those who are unverified itself
		const opening = owner?.status === 'invited' ? openingOf(owner) : null;
		if (owner && opening) {
			const page = withWayBack(pages.invitation, link);
			await mailOpening(opening, { email: owner.email, page }, context);
		}
		// the others cannot sign in
		if (owner?.status !== 'active') return;
		const occasion = {
			origin: pages.origin,
			email: owner.email,
			href: withWayBack(pages.signIn, link).href,
			forgotHref:
				owner.provider === 'default' ? withWayBack(pages.forgotPassword, link).href : null,
			validity: null
		};
		const composed = await compose('known', occasion, [owner.language, language], context);
		const mail = new services.MailService({ schema: await getSchema() }) as unknown as Mail;
		await mail.send({ to: owner.email, ...composed });
	}

	async function verifiesAddresses(): Promise<boolean> {
		const settings = await database('directus_settings').first<Record<string, unknown> | undefined>(
			'public_registration_verify_email'
		);
		return Boolean(settings?.['public_registration_verify_email'] ?? true);
	}
};
