import { AVATAR_SIDE, MAX_AVATAR_BYTES } from '@portico/contract/profile.ts';
import { ContentTooLargeError, createError, ServiceUnavailableError } from '@directus/errors';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type sharp from 'sharp';

/** A phone's photograph has 12 million. In a format that is not drawn line by line, each takes four bytes of memory. */
const MAX_PIXELS = 25_000_000;
/** Each may take as much memory, and a core. */
const MAX_AT_ONCE = 2;
const DRAWING_SECONDS = 10;
const QUALITY = 80;

/** The formats by their first bytes. SVG, PDF and others that Directus' library would open never reach it. */
const FORMATS: { format: string; begins: RegExp }[] = [
	{ format: 'jpeg', begins: /^\xff\xd8\xff/ },
	{ format: 'png', begins: /^\x89PNG\r\n/ },
	{ format: 'gif', begins: /^GIF8[79]a/ },
	{ format: 'webp', begins: /^RIFF[^]{4}WEBP/ },
	{ format: 'heif', begins: /^[^]{4}ftypavi[fs]/ }
];
const HEAD_BYTES = 16;

type SharpFunction = typeof sharp;

const NotAPictureError = createError(
	'UNSUPPORTED_MEDIA_TYPE',
	'This is not a JPEG, PNG, WebP, AVIF or GIF file.',
	415
);

let atOnce = 0;

/** The bytes of a request. @throws 413 where they are more than an avatar may have */
export async function bytesOf(body: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_AVATAR_BYTES) throw new ContentTooLargeError();
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** The format of a picture by its content, as sharp names it; null for anything else. */
export function formatOf(bytes: Buffer): string | null {
	const head = bytes.toString('latin1', 0, HEAD_BYTES);
	return FORMATS.find(({ begins }) => begins.test(head))?.format ?? null;
}

/**
 * Draws a square WebP of the middle of a picture, upright and without its metadata: cameras write the place there. Of an
 * animation it is the first picture.
 *
 * @throws 415 where it is no picture, 413 where it has too many pixels, 503 while others are being drawn
 */
export async function drawAvatar(bytes: Buffer): Promise<Buffer> {
	const format = formatOf(bytes);
	if (format === null) throw new NotAPictureError();
	if (atOnce >= MAX_AT_ONCE) {
		throw new ServiceUnavailableError({
			service: 'avatar',
			reason: 'Other pictures are being drawn'
		});
	}
	atOnce += 1;
	try {
		return await drawn(bytes, format);
	} finally {
		atOnce -= 1;
	}
}

async function drawn(bytes: Buffer, format: string): Promise<Buffer> {
	const picture = directusSharp()(bytes, { limitInputPixels: MAX_PIXELS, sequentialRead: true });
	// reads the head only
	const { width, height, ...metadata } = await picture.metadata().catch(refuse);
	if (metadata.format !== format) throw new NotAPictureError();
	if (width * height > MAX_PIXELS) throw new ContentTooLargeError();
	return picture
		.rotate()
		.resize(AVATAR_SIDE, AVATAR_SIDE, { fit: 'cover' })
		.webp({ quality: QUALITY })
		.timeout({ seconds: DRAWING_SECONDS })
		.toBuffer()
		.catch(refuse);
}

function refuse(error: unknown): never {
	// the one error that sharp has no other sign for
	const isTooLarge = error instanceof Error && error.message.includes('pixel limit');
	throw isTooLarge ? new ContentTooLargeError() : new NotAPictureError();
}

/** Directus' own copy: a second one would load another version of the same native library into the process. */
function directusSharp(): SharpFunction {
	const fromHere = createRequire(__filename);
	return createRequire(fromHere.resolve('@directus/api'))('sharp') as SharpFunction;
}
