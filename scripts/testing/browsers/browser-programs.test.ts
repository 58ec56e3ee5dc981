import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { firstThatStarts, inPath } from './browser-programs.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('programs are searched for by each name in each folder of PATH', () => {
	const found = inPath(['a', 'b'], { PATH: ['/x', '/y'].join(path.delimiter) });
	expect(found.map((file) => file.replaceAll(path.sep, '/'))).toEqual([
		'/x/a',
		'/y/a',
		'/x/b',
		'/y/b'
	]);
});

test('a program that is missing or does not start is passed over', () => {
	const [missing, broken, good] = ['missing', 'broken', 'good'].map((name) =>
		path.join(folder, name)
	) as [string, string, string]; // as many as names
	writeFileSync(broken, '#!/bin/sh\nexit 1\n');
	writeFileSync(good, '#!/bin/sh\nexit 0\n');
	for (const file of [broken, good]) chmodSync(file, 0o755);
	expect(firstThatStarts([missing, broken, good])).toBe(good);
	expect(firstThatStarts([missing, broken])).toBeNull();
});
