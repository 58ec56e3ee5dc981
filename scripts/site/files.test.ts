import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint, replaceFile } from './files.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'portico-files-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: string): void {
	mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
	writeFileSync(path.join(root, file), content);
}

describe('a fingerprint of sources', () => {
	beforeEach(() => {
		write('src/a.ts', 'a');
		write('src/deep/b.ts', 'b');
		write('settings.json', '{}');
	});
	const current = () => fingerprint(root, ['src', 'settings.json', 'missing']);

	test('stays while nothing changes', () => {
		expect(current()).toBe(current());
	});

	test.each([
		['content', () => write('src/deep/b.ts', 'c')],
		['a new file', () => write('src/deep/c.ts', '')],
		['a file that goes', () => rmSync(path.join(root, 'src/a.ts'))],
		['a file that was missing', () => write('missing', '')],
		[
			'what moves from one file to the next',
			() => (write('src/a.ts', 'ab'), write('src/deep/b.ts', ''))
		]
	])('changes with %s', (_, change) => {
		const before = current();
		change();
		expect(current()).not.toBe(before);
	});

	test('changes with its dependencies', () => {
		expect(fingerprint(root, ['src'], 'x')).not.toBe(fingerprint(root, ['src'], 'y'));
	});

	test.each(['src/node_modules/x.js', 'src/dist/x.js', 'src/deep/build/x.js', 'other/x.js'])(
		'stays when the generated file %s is written',
		(file) => {
			const before = current();
			write(file, 'x');
			expect(current()).toBe(before);
		}
	);
});

test('a replaced file is readable by its owner alone, and no temporary file remains', () => {
	write('secret', 'old');
	replaceFile(path.join(root, 'secret'), 'new');
	expect(readFileSync(path.join(root, 'secret'), 'utf8')).toBe('new');
	expect(statSync(path.join(root, 'secret')).mode & 0o777).toBe(0o600);
	expect(readdirSync(root)).toEqual(['secret']);
});
