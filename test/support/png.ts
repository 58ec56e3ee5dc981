import { crc32, deflateSync } from 'node:zlib';

/** A PNG of this size, in black, or with these shades of gray row by row. */
export function png(width: number, height: number, shades = Buffer.alloc(width * height)): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.writeUInt8(8, 8); // bits; grayscale
	const rows = Buffer.alloc((width + 1) * height);
	for (let row = 0; row < height; row++) {
		// the first byte of a row is its filter: none
		shades.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width);
	}
	const signature = Buffer.from('89504e470d0a1a0a', 'hex');
	const end = Buffer.alloc(0);
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', end)
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type), data]);
	const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	checksum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, checksum]);
}
