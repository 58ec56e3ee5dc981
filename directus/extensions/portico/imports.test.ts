import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DepthLimit } from './imports.ts';

const passed = async (parts: (string | Buffer)[]) =>
	(
		await buffer(Readable.from(parts.map((part) => Buffer.from(part))).pipe(new DepthLimit()))
	).toString();

test('D35 JSON within the depth limit is passed on unchanged, however it is split into parts', async () => {
	await fc.assert(
		fc.asyncProperty(fc.json({ maxDepth: 20 }), fc.array(fc.nat(30)), async (json, sizes) => {
			const bytes = Buffer.from(json);
			const parts: Buffer[] = [];
			let from = 0;
			for (const size of sizes) {
				parts.push(bytes.subarray(from, from + size));
				from += size;
			}
			parts.push(bytes.subarray(from));
			expect(await passed(parts)).toBe(json);
		})
	);
});

test.each([
	['lists', '['],
	['objects', '{"a":']
])('JSON with %s beyond the limit becomes invalid JSON', async (_, opening) => {
	const json = await passed([opening.repeat(64), opening.repeat(1_000_000)]);
	expect(json.length).toBeLessThan(1000);
	expect(() => JSON.parse(json) as unknown).toThrow();
});

test('brackets in strings do not count as levels', async () => {
	const json = JSON.stringify(['\\"[{'.repeat(500)]);
	expect(await passed([json])).toBe(json);
});
