import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test.each(globSync(['*.md', 'docs/**/*.md', 'monitoring/*.md', 'directus/*.md'], { cwd: ROOT }))(
	'%s names only existing commands',
	(file) => {
		const named = [...read(file).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
		// `build` is the packages' own
		expect(named.filter((name) => !(name in scripts) && name !== 'build')).toEqual([]);
	}
);
