// npm test: every suite, from nothing. `npm test -- unit journeys` runs these two.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bringEngine } from '../app/e2e/browsers/bring.ts';
import { listing, type Need, running, type Suite, SUITES } from './testing/suites.ts';
import { inWords, NOTHING, sum, type Tally, tallyOf } from './testing/tally.ts';

interface Outcome {
	suite: Suite;
	tally: Tally;
	/** Why it did not run. */
	missing: Need | null;
}

const ROOT = path.resolve(import.meta.dirname, '..');
const ENGINE_TIMEOUT_MILLISECONDS = 20_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How both runners list a test: the parts of its name between these. */
const TEST_LINE = / [>›] /;

const reports = mkdtempSync(path.join(tmpdir(), 'portico-reports-'));
const outcomes: Outcome[] = [];
let stopped = false;

for (const suite of chosen(process.argv.slice(2))) {
	if (stopped) break;
	console.log(`\n── ${suite.title}`);
	outcomes.push(await outcomeOf(suite));
}
rmSync(reports, { recursive: true });
tell();

function chosen(names: string[]): Suite[] {
	const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
	if (unknown.length > 0) {
		const known = SUITES.map(({ name }) => name).join(', ');
		console.error(`There is no suite ${unknown.join(', ')}, only ${known}.`);
		process.exit(2);
	}
	return names.length > 0 ? SUITES.filter(({ name }) => names.includes(name)) : SUITES;
}

async function outcomeOf(suite: Suite): Promise<Outcome> {
	if (suite.needs && !isThere(suite.needs)) {
		console.log(`skipped: there is no ${suite.needs} here`);
		return { suite, missing: suite.needs, tally: { ...NOTHING, skipped: count(suite) } };
	}
	return { suite, missing: null, tally: await run(suite) };
}

function isThere(need: Need): boolean {
	if (need === 'container engine') {
		return spawnSync('docker', ['info'], { timeout: ENGINE_TIMEOUT_MILLISECONDS }).status === 0;
	}
	return bringEngine(need, console.log);
}

async function run(suite: Suite): Promise<Tally> {
	const report = path.join(reports, `${suite.name}.json`);
	const { args, cwd, environment } = running(ROOT, suite, report);
	const child = spawn(process.execPath, args, {
		cwd,
		env: { ...process.env, ...environment },
		stdio: 'inherit'
	});
	const stop = (signal: NodeJS.Signals) => {
		stopped = true;
		child.kill(signal);
	};
	for (const signal of SIGNALS) process.on(signal, stop);
	const [code] = (await once(child, 'exit')) as [number | null];
	for (const signal of SIGNALS) process.off(signal, stop);
	return tallyOf(existsSync(report) ? readFileSync(report, 'utf8') : null, code === 0);
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

function tell(): void {
	console.log('\n── All');
	for (const { suite, tally, missing } of outcomes) {
		const why = missing ? `  (there is no ${missing} here)` : '';
		console.log(`${suite.title.padEnd(24)} ${inWords(tally)}${why}`);
	}
	const all = sum(outcomes.map(({ tally }) => tally));
	if (all.failures.length > 0) console.log(`\nFailed:\n  ${all.failures.join('\n  ')}`);
	console.log(`\n${inWords(all)}`);
	process.exitCode = all.failed > 0 || stopped ? 1 : 0;
}
