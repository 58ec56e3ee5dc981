import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'monitoring/*.md', 'directus/*.md'], {
	cwd: ROOT
});
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test.each(DOCUMENTS)('%s names only existing commands', (file) => {
	const named = [...read(file).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
	// `build` is the packages' own
	expect(named.filter((name) => !(name in scripts) && name !== 'build')).toEqual([]);
});

/** The files that the recipes make, which a test of theirs follows. */
const RECIPES = 'docs/recipes.md';
const FILES = globSync('**/*.{ts,js,svelte,yaml,yml,md,html}', {
	cwd: ROOT,
	exclude: ['**/node_modules/**', '**/build/**', '**/dist/**', '**/.svelte-kit/**']
});

test.each(DOCUMENTS.filter((file) => file !== RECIPES))('%s names only existing files', (file) => {
	const text = read(file);
	const links = [
		...text.matchAll(/\]\((?!\w+:|#)([^#)\s]+(?:\([^)]*\)[^#)\s]*)*)/g),
		...text.matchAll(/^\[[^\]]+\]: (?!\w+:)(\S+)$/gm)
	].map(([, target = '']) => path.join(path.dirname(file), decodeURI(target)));
	// in prose the end of a path is enough
	const quoted = [
		...text.matchAll(/`((?:[^\s`*:]+\/)+[^\s`*:]+\.(?:ts|js|svelte|ya?ml|md|html))`/g)
	]
		.map(([, name = '']) => name)
		.filter(
			(name) =>
				!/[{}]|FILE\./.test(name) && !FILES.some((known) => `/${known}`.endsWith(`/${name}`))
		);
	expect(links.filter((target) => !existsSync(path.join(ROOT, target)))).toEqual([]);
	expect(quoted).toEqual([]);
});

test('the messages that the alerts quote exist', () => {
	const quoted = [
		...read('monitoring/alerts.yaml')
			.replace(/\s+/g, ' ')
			.matchAll(/"([^"{]+)"/g)
	].map(([, words = '']) => words);
	const sources = globSync(
		['app/src/**/*.ts', 'contract/messages/en.json', 'directus/extensions/portico/**/*.ts'],
		{
			cwd: ROOT,
			exclude: ['**/node_modules/**', '**/*.test.ts']
		}
	).map(read);
	expect(quoted.length).toBeGreaterThan(0);
	// others quote paths and settings
	expect(
		quoted
			.filter((words) => words.includes(' '))
			.filter((words) => !sources.some((code) => code.includes(words)))
	).toEqual([]);
});
