import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A block of code that says which file it belongs to: a whole file, or lines that change. */
interface Block {
	language: string;
	file: string;
	code: string;
}

/** The blocks of a page of Markdown, in order, each with the path that ends the line above it. @throws where one has none */
export function blocksOf(markdown: string): Block[] {
	const blocks = markdown.matchAll(/(?:`(\S+)`:\n\n)?^```(diff|svelte|ts)\n(.*?)^```$/gms);
	return [...blocks].map(([, file, language = '', code = '']) => {
		if (!file) throw new Error(`The line above this block names no file:\n${code}`);
		return { language, file, code };
	});
}

/** Applies a block to a folder. @throws where the lines that it changes are not there, or there twice */
export function apply({ language, file, code }: Block, folder: string): void {
	const target = path.join(folder, file);
	if (language === 'diff') {
		const changed = code.split(/^@@\n/m).reduce(applyHunk, readFileSync(target, 'utf8'));
		writeFileSync(target, changed);
		return;
	}
	mkdirSync(path.dirname(target), { recursive: true });
	writeFileSync(target, code, { flag: 'wx' });
}

function applyHunk(text: string, hunk: string): string {
	const lines = hunk.trimEnd().split('\n');
	const side = (mark: string) =>
		lines
			.filter((line) => !line.startsWith(mark))
			.map((line) => `${line.slice(1)}\n`)
			.join('');
	const parts = `\n${text}`.split(`\n${side('+')}`);
	if (parts.length !== 2) throw new Error(`${parts.length - 1} places for these lines:\n${hunk}`);
	return parts.join(`\n${side('-')}`).slice(1);
}
