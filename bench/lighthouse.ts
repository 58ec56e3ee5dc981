import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npm } from '../scripts/npm.js';
import { CHROMIUM_ARGUMENTS, installedChromium } from '../scripts/testing/browsers/chromium.ts';
import { installation } from '../test/support/installation-under-test.ts';
import type { Row } from './row.ts';

/** Taken when it is measured and not with the others: it weighs as much as all of them. */
const PACKAGE = 'lighthouse@13.5.0';
const TIMEOUT_MILLISECONDS = 300_000;
const PAGES = ['/', '/articles/doors', '/signin'];
/** The minimum scores, of 100. Sign-in is not for search engines, so it has no minimum for `seo`. */
const MIN_SCORES = { performance: 90, accessibility: 100, 'best-practices': 100, seo: 100 };
const NOT_LISTED = new Set(['/signin']);

type Category = keyof typeof MIN_SCORES;
type Scores = Partial<Record<Category, number>>;

/** Measures a few pages with Lighthouse's slow phone; a row for each. */
export function measureWithLighthouse(): Row[] {
	return PAGES.map((page) => {
		const categories = (Object.keys(MIN_SCORES) as Category[]).filter(
			(category) => category !== 'seo' || !NOT_LISTED.has(page)
		);
		const scores = scoresOf(page, categories);
		const inWords = (of: Scores) => categories.map((category) => of[category]).join(', ');
		const row = { what: `Lighthouse, ${page}`, limit: `≥ ${inWords(MIN_SCORES)}` };
		if (typeof scores === 'string') {
			return { ...row, measured: `not measured: ${scores}`, met: null, figures: null };
		}
		const met = categories.every((category) => (scores[category] ?? 0) >= MIN_SCORES[category]);
		return { ...row, measured: inWords(scores), met, figures: scores };
	});
}

/** The scores, or why there are none. */
function scoresOf(page: string, categories: Category[]): Scores | string {
	const chromium = installedChromium();
	if (!chromium) return 'no Chromium';
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-lighthouse-'));
	try {
		const report = path.join(folder, 'report.json');
		const { command, args, shell } = npm();
		const { status } = spawnSync(
			command,
			[
				...[...args, 'exec', '--yes', `--package=${PACKAGE}`, '--', 'lighthouse'],
				installation.url + page,
				...['--quiet', '--output=json', `--output-path=${report}`],
				`--only-categories=${categories.join(',')}`,
				`--chrome-flags=${['--headless=new', ...CHROMIUM_ARGUMENTS].join(' ')}`
			],
			{
				env: { ...process.env, CHROME_PATH: chromium },
				shell,
				stdio: 'ignore',
				timeout: TIMEOUT_MILLISECONDS
			}
		);
		if (status !== 0) return `${PACKAGE} cannot be had, or does not run`;
		return read(readFileSync(report, 'utf8'), categories);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function read(report: string, categories: Category[]): Scores {
	const all = JSON.parse(report) as { categories: Record<Category, { score: number | null }> };
	return Object.fromEntries(
		categories.map((category) => [
			category,
			Math.round((all.categories[category].score ?? 0) * 100)
		])
	);
}
