import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { changedFiles, suitesOf } from './changes.ts';
import { SUITES } from './suites.ts';

const namesOf = (changed: string[]) =>
	suitesOf(SUITES, changed, null)
		.filter(({ selection }) => !selection.includes('--changed'))
		.map(({ name }) => name);

test('a change of the app runs its integration tests and journeys, not the containers', () => {
	const names = namesOf(['app/src/routes/+layout.svelte']);
	expect(names).toEqual(['pages', 'sqlite', 'journeys', 'firefox', 'webkit']);
});

test('a change of the extension runs the suites with a Directus, on each database', () => {
	const names = namesOf(['directus/extensions/portico/session.ts']);
	expect(names).toEqual(['pages', 'sqlite', 'postgres', 'journeys', 'firefox', 'webkit']);
});

test('a change of a Dockerfile runs the containers', () => {
	expect(namesOf(['proxy/Dockerfile'])).toEqual(['containers']);
});

test('a change of a document runs no suite as a whole', () => {
	expect(namesOf(['README.md'])).toEqual([]);
});

test('tests that import a changed file are found relative to the given base', () => {
	const unit = suitesOf(SUITES, ['README.md'], 'main').find(({ name }) => name === 'unit');
	expect(unit).toMatchObject({ parts: 1 });
	expect(unit?.selection).toContain('--changed=main');
});

test('changed files are those of the branch, the uncommitted and the new ones', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-changes-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
	const commit = (message: string) =>
		git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qam', message);
	const write = (name: string, content: string) => writeFileSync(path.join(folder, name), content);

	git('init', '-q', '-b', 'main');
	write('kept', 'one');
	write('edited', 'one');
	git('add', '.');
	commit('first');
	git('checkout', '-q', '-b', 'branch');
	write('committed', 'one');
	git('add', '.');
	commit('second');
	write('edited', 'two');
	write('new', 'one');

	expect(changedFiles(folder, null)).toEqual(['edited', 'new']);
	expect(changedFiles(folder, 'main')).toEqual(['committed', 'edited', 'new']);
});
