import { randomBytes } from 'node:crypto';
import { newSecrets } from '../site/secrets.ts';
import { type Installation, isLocal } from './decisions.ts';

/** The variables that are set for an installation, with secrets of its own; the rest keeps its fallbacks. */
export function valuesFor(installation: Installation): Map<string, string> {
	const { secret, adminPassword, demoPassword, eventsSecret, gatewayKeys } = newSecrets();
	const { siteHost, studioHost, email, mailFrom, httpPort, httpsPort, mailPort, demo } =
		installation;
	const values = {
		SITE_HOST: siteHost,
		STUDIO_HOST: studioHost,
		HTTP_PORT: httpPort,
		HTTPS_PORT: httpsPort,
		MAIL_PORT: mailPort,
		SECRET: secret,
		DB_PASSWORD: randomBytes(24).toString('base64url'),
		PORTICO_EVENTS_SECRET: eventsSecret,
		GATEWAY_KEYS: gatewayKeys,
		ADMIN_EMAIL: email,
		ADMIN_PASSWORD: adminPassword,
		DEMO_PASSWORD: demo ? demoPassword : null,
		EMAIL_FROM: mailFrom,
		...mailValues(installation)
	};
	return new Map(
		Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null)
	);
}

function mailValues({ mailServer, siteHost }: Installation): Record<string, string> {
	if (mailServer) {
		const { host, port, account } = mailServer;
		return {
			EMAIL_SMTP_HOST: host,
			EMAIL_SMTP_PORT: port,
			EMAIL_SMTP_SECURE: String(port === '465'),
			...(account && { EMAIL_SMTP_USER: account.user, EMAIL_SMTP_PASSWORD: account.password })
		};
	}
	if (!isLocal(siteHost)) return {};
	return {
		EMAIL_SMTP_HOST: 'mail',
		EMAIL_SMTP_PORT: '1025',
		EMAIL_SMTP_IGNORE_TLS: 'true',
		COMPOSE_PROFILES: 'dev'
	};
}
