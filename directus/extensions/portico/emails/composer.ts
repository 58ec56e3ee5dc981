import type { HookConfig } from '@directus/extensions';
import { type Language, languageOf } from '@portico/contract/languages.ts';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Kind } from './account-email.ts';
import { contentOf, type Occasion } from './content.ts';
import { htmlOf, LOGO_ID, type LogoSize, type Look, MAX_LOGO, textOf } from './layout.ts';
import { readSite } from './site.ts';

/** Services, database, environment and logger of Directus. */
export type Context = Parameters<HookConfig>[1];

/** A person who receives an email. */
export interface Recipient {
	id: string;
	email: string;
	status: string;
	provider: string;
	language: string | null;
}

/** An email as nodemailer takes it. */
export interface Composed {
	from: { name: string; address: string };
	subject: string;
	html: string;
	text: string;
	headers: Record<string, string>;
	attachments: object[];
}

/** The account of an address, whose case Directus ignores. */
export function recipientAt(
	email: string,
	{ database }: Pick<Context, 'database'>
): Promise<Recipient | undefined> {
	return database('directus_users')
		.whereRaw('LOWER(??) = ?', ['email', email.toLowerCase()])
		.first<Recipient | undefined>('id', 'email', 'status', 'provider', 'language');
}

/**
 * Composes an email in the look of the site.
 *
 * @param languages in the order of preference: the recipient's own tag, and the language of the request; the site's own comes last
 */
export async function compose(
	kind: Kind,
	{ origin, ...occasion }: Omit<Occasion, 'site'> & { origin: string },
	languages: (string | null | undefined)[],
	context: Context
): Promise<Composed> {
	const site = await readSite(context.database);
	const logo = site.logo === null ? null : await readLogo(site.logo, context);
	const language = firstOf(languages) ?? site.language;
	const look: Look = { name: site.name, origin, color: site.color, logo: logo?.size ?? null };
	const content = contentOf(kind, { site: site.name, ...occasion }, language);
	return {
		from: { name: site.name, address: String(context.env['EMAIL_FROM']) },
		subject: content.subject,
		html: htmlOf(content, look, language),
		text: textOf(content, look),
		headers: {
			// no vacation notice answers it (RFC 3834, 5)
			'Auto-Submitted': 'auto-generated',
			'Content-Language': language
		},
		attachments: logo === null ? [] : [attached(logo.content)]
	};
}

function firstOf(tags: (string | null | undefined)[]): Language | null {
	return tags.map(languageOf).find((language) => language !== null) ?? null;
}

function attached(content: Buffer) {
	return {
		cid: LOGO_ID,
		filename: 'logo.png',
		contentType: 'image/png',
		contentDisposition: 'inline',
		content
	};
}

interface Asset {
	stream: Readable;
	file: { type: string | null };
}

interface Logo {
	content: Buffer;
	size: LogoSize;
}

interface Assets {
	getAsset(id: string, transformation: object): Promise<Asset>;
}

/** The logo as PNG, of twice the size that it is shown in; null where Directus cannot draw it so: programs show no SVG. */
async function readLogo(id: string, context: Context): Promise<Logo | null> {
	const { services, getSchema, logger } = context;
	try {
		const assets = new services.AssetsService({ schema: await getSchema() }) as unknown as Assets;
		const [width, height] = [2 * MAX_LOGO.width, 2 * MAX_LOGO.height];
		const { stream, file } = await assets.getAsset(id, {
			transformationParams: { format: 'png', width, height, fit: 'inside' }
		});
		if (file.type !== 'image/png') {
			stream.destroy();
			return null;
		}
		const content = await buffer(stream);
		return { content, size: shownSize(content) };
	} catch (error) {
		logger.warn(error, 'the logo is missing in emails');
		return null;
	}
}

/** Half the size that a PNG has by its first chunk (PNG, 11.2.1). */
function shownSize(png: Buffer): LogoSize {
	return {
		width: Math.ceil(png.readUInt32BE(16) / 2),
		height: Math.ceil(png.readUInt32BE(20) / 2)
	};
}
