// npm run verify: the checks before every commit. All of them run, so that one run shows every problem.
// `npm run verify -- --no-unit` is for a run after `npm test`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Listr, type ListrTask } from 'listr2';
import { type Command, type Given, readOptions } from './command/options.ts';
import { runCommand } from './command/run-command.ts';
import { APP, EXTENSION, isCurrent, make } from './site/builds.ts';
import { Processes } from './site/processes.ts';
import { progress } from './site/progress.ts';

interface Check {
	title: string;
	/** For the shell. */
	command: string;
	/** Relative to the root. */
	cwd?: string;
}

const ROOT = path.resolve(import.meta.dirname, '..');
/** Type-aware checks take a gigabyte each. */
const AT_A_TIME = 2;

const UNIT: Check = {
	title: 'Unit tests',
	command: 'vitest run --project unit --project unit-app'
};

const CHECKS: Check[] = [
	{ title: 'Lint', command: 'eslint --max-warnings 0 .' },
	{
		title: 'Types of the app',
		command: 'svelte-check --fail-on-warnings --output human --tsconfig ./tsconfig.json',
		cwd: 'app'
	},
	UNIT,
	{ title: 'Types of the rest', command: 'tsc --project .' },
	{ title: 'Format', command: 'prettier --check .' },
	{ title: 'Unused code', command: 'knip' },
	{ title: 'Guarantees', command: 'node scripts/guarantees.ts' },
	{ title: 'Documentation', command: 'node scripts/documentation.ts --check' },
	{ title: 'Wording', command: 'node scripts/wording.ts' },
	{ title: 'Messages', command: 'node scripts/messages.ts --check' },
	{ title: 'Types of the model', command: 'node scripts/directus/schema.ts types-check' }
];

const VERIFY = {
	start: 'npm run verify --',
	about: 'Checks format, lint, types, unused code, unit tests, documents, the build and its size.',
	options: { 'no-unit': { help: 'leaves out the unit tests' } }
} as const satisfies Command;

const logs = mkdtempSync(path.join(tmpdir(), 'portico-verify-'));
const processes = new Processes(() => {});
const failures: { title: string; output: string }[] = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => void processes.stop().then(() => process.exit(1)));
}

await runCommand(VERIFY, (args) => readOptions(VERIFY, args), verify);

async function verify({ values }: Given<typeof VERIFY>): Promise<void> {
	const checks = CHECKS.filter((check) => !(values['no-unit'] && check === UNIT));
	await new Listr(
		[
			task({ title: 'Generated files', command: 'svelte-kit sync', cwd: 'app' }),
			{
				title: 'Checks',
				task: (_, step) => step.newListr(checks.map(task), { concurrent: AT_A_TIME })
			},
			{
				title: 'Build',
				task: async () => {
					for (const build of [EXTENSION, APP]) {
						if (!isCurrent(ROOT, build)) await make(ROOT, build, processes, logOf(build.log));
					}
				}
			},
			task({ title: 'Size', command: 'size-limit' })
		],
		{ ...progress, exitOnError: false }
	).run();

	for (const { title, output } of failures) console.error(`\n── ${title}\n${output.trim()}`);
	rmSync(logs, { recursive: true });
	process.exitCode = failures.length > 0 ? 1 : 0;
}

function task({ title, command, cwd = '.' }: Check): ListrTask {
	const log = logOf(title);
	return {
		title,
		task: async () => {
			const environment = process.env;
			const program = { name: title, command, cwd: path.join(ROOT, cwd), environment, log };
			const { code } = await processes.start(program).exited;
			if (code === 0) return;
			failures.push({ title, output: readFileSync(log, 'utf8') });
			throw new Error('see below');
		}
	};
}

function logOf(title: string): string {
	return path.join(logs, `${title.replaceAll(' ', '-')}.log`);
}
