import { ForbiddenError } from '@directus/errors';
import type { EndpointConfig } from '@directus/extensions';
import type { Delivery, Installation } from '@portico/contract/installation-report.ts';
import type { ChangeEvent } from '@portico/contract/webhook.ts';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { versions } from 'node:process';
import { isUnique } from './bookmarks/uniqueness.ts';
import { endpoint } from './endpoint.ts';
import { Receiver } from './events/receiver.ts';
import { readSettings, type Settings } from './events/event-settings.ts';
import { factsOf, withoutCredentials } from './installation/facts.ts';
import { type Mailer, sendMail, verifyMail } from './installation/mail-probe.ts';
import manifest from './package.json' with { type: 'json' };
import { optionalText } from './payload.ts';

/**
 * Facts about the installation that cannot be seen from outside, for administrators who diagnose it; no secrets. Its
 * path is separate because a proxy in front of Studio may close `/portico`, which is for the app.
 */
export const installation: EndpointConfig = {
	id: 'installation',
	handler: (router, { services, env, logger, database }) => {
		const process = randomUUID();
		// of the loaded file, which may be replaced while the process runs
		const digest = createHash('sha256').update(readFileSync(__filename)).digest('hex');

		router.use(
			endpoint(({ accountability }, response, next) => {
				response.set('Cache-Control', 'no-store');
				next(accountability.admin ? undefined : new ForbiddenError());
				return Promise.resolve();
			})
		);

		router.get(
			'/',
			endpoint(async ({ accountability, socket, headers }, response) => {
				const data: Installation = {
					...factsOf(env),
					process,
					node: versions.node,
					extension: { version: manifest.version, digest },
					uniqueBookmarks: await isUnique(database),
					address: {
						believed: accountability.ip ?? null,
						peer: socket.remoteAddress?.replace(/^::ffff:/, '') ?? null,
						forwarded: listed(headers['x-forwarded-for'])
					}
				};
				response.json({ data });
			})
		);

		/** With a `subject`, an email is sent to the calling administrator. */
		router.post(
			'/mail',
			endpoint(async ({ accountability, schema, body }, response) => {
				const subject = optionalText(body, 'subject');
				const mail = new services.MailService({ schema }) as Mail;
				if (subject === undefined) {
					response.json({ data: await verifyMail(mail.mailer, env) });
					return;
				}
				const users = new services.UsersService({ schema });
				const { email } = (await users.readOne(accountability.user ?? '', {
					fields: ['email']
				})) as { email: string | null };
				const text =
					'This is a test email, requested by an administrator. This installation can send emails.';
				const message = { to: email ?? '', subject, text };
				response.json({ data: await sendMail(() => mail.send(message), env) });
			})
		);

		router.post(
			'/events',
			endpoint(async (_request, response) => {
				const { urls, keys } = readSettings(env) ?? NO_RECEIVERS;
				const deliveries = urls.map(async (url): Promise<Delivery> => {
					const start = performance.now();
					const status = await new Receiver(url, keys, logger).send(unchanged());
					const milliseconds = Math.round(performance.now() - start);
					return { url: withoutCredentials(url), status, milliseconds };
				});
				response.json({ data: await Promise.all(deliveries) });
			})
		);
	}
};

/** Settings without receivers. */
const NO_RECEIVERS: Settings = { urls: [], keys: [Buffer.alloc(0)] };

/** Members that Directus' published type of its service lacks. */
interface Mail {
	mailer: Mailer;
	send(message: { to: string; subject: string; text: string }): Promise<unknown>;
}

/** An event that invalidates nothing. */
function unchanged() {
	const timestamp = new Date().toISOString();
	const data = { users: [], collections: [] };
	const event: ChangeEvent = { type: 'directus.changed', timestamp, data };
	return { id: `msg_${randomUUID()}`, body: JSON.stringify(event) };
}

function listed(header: string | string[] | undefined): string[] {
	return [header ?? []]
		.flat()
		.flatMap((value) => value.split(','))
		.map((value) => value.trim())
		.filter((value) => value !== '');
}
