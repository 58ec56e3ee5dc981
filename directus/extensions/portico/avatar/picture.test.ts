import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { png } from '../../../../test/support/png.ts';
import { AVATAR_SIDE, MAX_AVATAR_BYTES } from '@portico/contract/profile.ts';
import { bytesOf, drawAvatar, formatOf } from './picture.ts';

/** Red above, blue below. */
let flag: Buffer;
beforeAll(async () => {
	const blue = { create: { width: 60, height: 20, channels: 3, background: 'blue' } } as const;
	flag = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
		.composite([{ input: blue, gravity: 'south' }])
		.png()
		.toBuffer();
});

async function colorAt(picture: Buffer, left: number, top: number): Promise<string> {
	const { data } = await sharp(picture)
		.extract({ left, top, width: 1, height: 1 })
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	const [red = 0, , blue = 0] = data;
	return red > blue ? 'red' : 'blue';
}

describe('L20 an avatar is a square WebP', () => {
	test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('made of %s', async (format) => {
		const picture = await sharp(flag).toFormat(format).toBuffer();
		expect(formatOf(picture)).toBe(format === 'avif' ? 'heif' : format);
		const drawn = await drawAvatar(picture);
		const { format: made, width, height } = await sharp(drawn).metadata();
		expect([made, width, height]).toEqual(['webp', AVATAR_SIDE, AVATAR_SIDE]);
	});

	test('without metadata such as the place, upright as the camera was held', async () => {
		const camera = await sharp(flag)
			.withMetadata({ orientation: 3 })
			.withExifMerge({ IFD0: { Artist: 'SECRET' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
			.jpeg()
			.toBuffer();
		expect((await sharp(camera).metadata()).exif).toBeDefined();
		expect(camera.includes('SECRET')).toBe(true);

		const drawn = await drawAvatar(camera);
		const { exif, xmp, icc, orientation } = await sharp(drawn).metadata();
		expect([exif, xmp, icc, orientation]).toEqual(Array(4).fill(undefined));
		expect(drawn.includes('SECRET')).toBe(false);
		// half a turn: what was red above is below
		expect(await colorAt(drawn, 256, 20)).toBe('blue');
		expect(await colorAt(drawn, 256, 490)).toBe('red');
	});

	test('of the first picture of an animation', async () => {
		const pages = await Promise.all(
			['red', 'blue'].map((background) =>
				sharp({ create: { width: 8, height: 8, channels: 3, background } })
					.png()
					.toBuffer()
			)
		);
		const animation = await sharp(pages, { join: { animated: true } })
			.gif()
			.toBuffer();
		expect((await sharp(animation).metadata()).pages).toBe(2);
		const drawn = await drawAvatar(animation);
		expect((await sharp(drawn).metadata()).pages ?? 1).toBe(1);
		expect(await colorAt(drawn, 100, 100)).toBe('red');
	});
});

describe('L20 an avatar is not made of', () => {
	test.each([
		['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
		['a drawing after a comment', '<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'],
		['a page', '<!doctype html><script>alert(1)</script>'],
		['a PDF', '%PDF-1.7\n'],
		['the beginning of a picture', '\x89PNG\r\n\x1a\n<script>'],
		['nothing', '']
	])('%s', async (_, content) => {
		await expect(drawAvatar(Buffer.from(content, 'latin1'))).rejects.toMatchObject({
			code: 'UNSUPPORTED_MEDIA_TYPE',
			status: 415
		});
	});

	test('a picture that breaks off', async () => {
		const whole = await sharp(flag).resize(600).png({ compressionLevel: 0 }).toBuffer();
		await expect(drawAvatar(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({
			code: 'UNSUPPORTED_MEDIA_TYPE'
		});
	});

	test('400 million pixels in a small file', async () => {
		// rows of as many bytes, of which each holds eight pixels
		const bomb = png(20_000 / 8, 20_000);
		bomb.writeUInt32BE(20_000, 16);
		bomb.writeUInt8(1, 24);
		bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
		expect((await sharp(bomb, { limitInputPixels: false }).metadata()).width).toBe(20_000);
		expect(bomb.length).toBeLessThan(MAX_AVATAR_BYTES);
		await expect(drawAvatar(bomb)).rejects.toMatchObject({ code: 'CONTENT_TOO_LARGE' });
	});

	test('more bytes than an avatar may have, of which it keeps no more', async () => {
		let sent = 0;
		const endless = Readable.from(
			(function* () {
				for (;;) {
					sent += 2 ** 16;
					yield Buffer.alloc(2 ** 16);
				}
			})()
		);
		await expect(bytesOf(endless)).rejects.toMatchObject({ code: 'CONTENT_TOO_LARGE' });
		expect(sent).toBeLessThan(2 * MAX_AVATAR_BYTES);
	});
});

test('L20 a third picture waits for its turn with a 503, and the next one is drawn', async () => {
	const picture = await sharp(flag).resize(2000).png().toBuffer();
	const outcomes = await Promise.allSettled([1, 2, 3].map(() => drawAvatar(picture)));
	expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
	expect(outcomes[2]).toMatchObject({ reason: { status: 503 } });
	await expect(drawAvatar(picture)).resolves.toBeInstanceOf(Buffer);
});
