// npm test: every suite, from nothing. `npm test -- unit journeys` runs these two, `npm test -- --changed` the tests
// that an uncommitted change can break, `npm test -- --changed main` those that a branch can. Several run at once, the
// long ones in parts: PORTICO_TEST_AT_ONCE says how many.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { type Command, type Given, readOptions } from './command/options.ts';
import { runCommand } from './command/run-command.ts';
import { ensureEngine } from './testing/browsers/bring-browsers.ts';
import { APP, EXTENSION, isCurrent, make } from './site/builds.ts';
import { Processes } from './site/processes.ts';
import { UserError } from './site/user-error.ts';
import { changedFiles, suitesOf } from './testing/changes.ts';
import { fitsBeside, runAll } from './testing/schedule.ts';
import {
	CONTAINER_ENGINE,
	listing,
	type Need,
	type Run,
	running,
	type Suite,
	SUITES,
	titleOf
} from './testing/suites.ts';
import { inWords, EMPTY_TALLY, type Ending, sum, type Tally, tallyOf } from './testing/tally.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const ENGINE_TIMEOUT_MILLISECONDS = 20_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How both runners list a test: the parts of its name between these. */
const TEST_LINE = / [>›] /;
/** One more than cores, since each waits now and then; no more than there is memory for on usual machines. */
const AT_ONCE =
	Math.floor(Number(process.env.PORTICO_TEST_AT_ONCE)) || Math.min(availableParallelism() + 1, 5);

const TEST = {
	start: 'npm test --',
	operands: 'SUITE',
	about: `Runs every suite, or these: ${SUITES.map(({ name }) => name).join(', ')}.`,
	options: {
		changed: { help: 'what the uncommitted change can break; --changed BRANCH: since that branch' }
	},
	errorCode: 2
} as const satisfies Command;

const reports = mkdtempSync(path.join(tmpdir(), 'portico-reports-'));
const started = new Set<ChildProcess>();
/** When each run began and ended, in the order in which they ended. */
const times: string[] = [];
let stopped = false;
for (const signal of SIGNALS) {
	process.on(signal, () => {
		stopped = true;
		for (const child of started) child.kill(signal);
	});
}

await runCommand(TEST, (args) => readOptions(TEST, args), test);
rmSync(reports, { recursive: true });

async function test({ values, operands }: Given<typeof TEST>): Promise<void> {
	const suites = values.changed ? changedSince(operands[0] ?? null) : chosen(operands);
	const missing = new Map(
		suites.filter(({ needs }) => needs && !isThere(needs)).map((suite) => [suite, suite.needs])
	);
	const runs = suites
		.filter((suite) => !missing.has(suite))
		.flatMap((suite) => {
			const parts = AT_ONCE > 1 ? suite.parts : 1;
			return Array.from({ length: parts }, (_, part) => ({ suite, part: part + 1, parts }));
		});
	const tallies = await tallyAll(runs);
	report(
		suites.map((suite) => {
			const need = missing.get(suite) ?? null;
			const ofSuite = runs.filter((run) => run.suite === suite);
			const tally = need
				? { ...EMPTY_TALLY, skipped: count(suite) }
				: sum(ofSuite.map((run) => tallies.get(run) ?? EMPTY_TALLY));
			return { suite, need, tally };
		})
	);
}

function changedSince(base: string | null): Suite[] {
	return suitesOf(SUITES, changedFiles(ROOT, base), base);
}

function chosen(names: string[]): Suite[] {
	const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
	if (unknown.length > 0) {
		const known = SUITES.map(({ name }) => name).join(', ');
		throw new UserError(`There is no suite ${unknown.join(', ')}, only ${known}.`);
	}
	return names.length > 0 ? SUITES.filter(({ name }) => names.includes(name)) : SUITES;
}

function isThere(need: Need): boolean {
	if (need === CONTAINER_ENGINE) {
		return spawnSync('docker', ['info'], { timeout: ENGINE_TIMEOUT_MILLISECONDS }).status === 0;
	}
	return ensureEngine(need, console.log);
}

/** Runs the selected suites, as many at once as fit. */
async function tallyAll(runs: Run[]): Promise<Map<Run, Tally>> {
	const isAlone = AT_ONCE === 1 || runs.length === 1;
	// runs that build the same at once would write over each other
	if (!isAlone) await build();
	const tallies = new Map<Run, Tally>();
	const fits = fitsBeside(AT_ONCE);
	await runAll(
		runs,
		(run, running) =>
			fits(
				run.suite,
				running.map(({ suite }) => suite)
			),
		async (run) => {
			tallies.set(run, await tallyOfRun(run, !isAlone));
		},
		() => stopped
	);
	return tallies;
}

async function build(): Promise<void> {
	const processes = new Processes(() => {});
	for (const each of [EXTENSION, APP]) {
		if (isCurrent(ROOT, each)) continue;
		console.log(each.name);
		await make(ROOT, each, processes, path.join(reports, `${each.log}.log`));
	}
}

/**
 * Runs it; once more where it ended before its first test, since what its set-up starts (a container engine, free ports)
 * belongs to the machine.
 *
 * @param beside whether others run at the same time, so that its output waits until it has ended
 */
async function tallyOfRun(run: Run, beside: boolean): Promise<Tally> {
	const first = await ending(run, beside);
	if (first.succeeded || first.report || stopped) return tallyOf(first);
	const second = tallyOf(await ending(run, beside));
	return second.failed > 0
		? second
		: { ...second, repeated: [...second.repeated, ...tallyOf(first).failures] };
}

async function ending(run: Run, beside: boolean): Promise<Ending> {
	const title = titleOf(run);
	console.log(beside ? `started: ${title}` : `\n── ${title}`);
	const name = path.join(reports, `${run.suite.name}-${run.part}`);
	const output = beside ? openSync(`${name}.log`, 'w') : 'inherit';
	const { args, cwd, environment } = running(ROOT, run, `${name}.json`);
	const child = spawn(process.execPath, args, {
		cwd,
		// the set-up of one run is reused by the others
		env: { PORTICO_TEST_SHARED: path.join(reports, 'shared'), ...process.env, ...environment },
		stdio: ['ignore', output, output]
	});
	started.add(child);
	const began = minutesSoFar();
	const [code] = (await once(child, 'exit')) as [number | null];
	times.push(`${title.padEnd(32)} ${began} to ${minutesSoFar()}`);
	started.delete(child);
	let printed = '';
	if (typeof output === 'number') {
		closeSync(output);
		printed = readFileSync(`${name}.log`, 'utf8');
		console.log(`\n── ${title}\n${printed}`);
	}
	const report = existsSync(`${name}.json`) ? readFileSync(`${name}.json`, 'utf8') : null;
	return { title, report, succeeded: code === 0, output: printed };
}

function minutesSoFar(): string {
	return (process.uptime() / 60).toFixed(1);
}

/** How many tests a suite has; at least 1, since a suite that does not run is never nothing. */
function count(suite: Suite): number {
	const { args, cwd, environment } = listing(ROOT, suite);
	const { stdout } = spawnSync(process.execPath, args, {
		cwd,
		env: { ...process.env, ...environment },
		encoding: 'utf8'
	});
	return Math.max(1, stdout.split('\n').filter((line) => TEST_LINE.test(line)).length);
}

function report(outcomes: { suite: Suite; need: Need | null; tally: Tally }[]): void {
	console.log('\n── All');
	for (const { suite, need, tally } of outcomes) {
		const why = need ? `  (there is no ${need} here)` : '';
		console.log(`${suite.title.padEnd(24)} ${inWords(tally)}${why}`);
	}
	if (times.length > 0) console.log(`\nMinutes:\n  ${times.join('\n  ')}`);
	const all = sum(outcomes.map(({ tally }) => tally));
	if (all.repeated.length > 0)
		console.log(`\nPassed when repeated:\n  ${all.repeated.join('\n  ')}`);
	if (all.failures.length > 0) console.log(`\nFailed:\n  ${all.failures.join('\n  ')}`);
	console.log(`\n${inWords(all)}`);
	process.exitCode = all.failed > 0 || stopped ? 1 : 0;
}
