import { expect, test } from 'vitest';
import { faults } from './guarantee-ids.ts';

const document = (...rows: string[]) => ({
	path: 'docs/security.md',
	text: `| Id  | What holds | Where | Tests | Limits |
| --- | ---------- | ----- | ----- | ------ |
${rows.join('\n')}

[door.ts]: ../app/door.ts
[door.test.ts]: ../app/door.test.ts
`
});
const proving = (path: string, ...names: string[]) => ({
	path,
	source: names.map((name) => `test('${name}', () => {});`).join('\n')
});
const allExist = () => true;

const LOCKED = '| D01 | The door is locked. | [door.ts] | [door.test.ts] | |';

test('a guarantee with a test that begins with its id, or with a stated limit, has no fault', () => {
	const rows = [LOCKED, '| D02 | The window is barred. | | | There is no window yet. |'];
	const tests = [proving('app/door.test.ts', 'D01 a guest finds it locked', 'it has a handle')];
	expect(faults(document(...rows), tests, allExist)).toEqual([]);
});

test('a test may prove several guarantees', () => {
	const rows = [LOCKED, '| D02 | It is heavy. | [door.ts] | [door.test.ts] | |'];
	const tests = [proving('app/door.test.ts', 'D01 D02 nobody lifts it out')];
	expect(faults(document(...rows), tests, allExist)).toEqual([]);
});

test.each<[string, string[], ReturnType<typeof proving>[], string[]]>([
	[
		'a row without a test and a limit',
		[LOCKED, '| D02 | It is heavy. | [door.ts] | | |'],
		[proving('app/door.test.ts', 'D01 a guest finds it locked')],
		['D02 has neither a test nor a limit.']
	],
	[
		'a row that names a file without such a test',
		[LOCKED],
		[proving('app/door.test.ts', 'it has a handle, says D01 somewhere')],
		['D01: no test in app/door.test.ts begins with it.', 'D01 has neither a test nor a limit.']
	],
	[
		'a row that keeps quiet about its test',
		['| D01 | The door is locked. | [door.ts] | | Not there yet. |'],
		[proving('app/door.test.ts', 'D01 a guest finds it locked')],
		['D01: app/door.test.ts proves it and is not named.']
	],
	[
		'a test of an id without a row',
		[LOCKED],
		[proving('app/door.test.ts', 'D01 a guest finds it locked', 'D09 it is red')],
		['D09, which app/door.test.ts proves, has no row.']
	],
	[
		'a label that stands for no file',
		['| D01 | The door is locked. | [gate.ts] | [door.test.ts] | |'],
		[proving('app/door.test.ts', 'D01 a guest finds it locked')],
		['D01: [gate.ts] has no reference to a file.']
	],
	[
		'two rows for one id',
		[LOCKED, LOCKED],
		[proving('app/door.test.ts', 'D01 a guest finds it locked')],
		['D01 has two rows.']
	]
])('a fault is found: %s', (_, rows, tests, expected) => {
	expect(faults(document(...rows), tests, allExist)).toEqual(expected);
});

test('a missing test file is found', () => {
	const tests = [proving('app/door.test.ts', 'D01 a guest finds it locked')];
	const exists = (path: string) => path !== 'app/door.ts';
	expect(faults(document(LOCKED), tests, exists)).toEqual(['app/door.ts is not there.']);
});
