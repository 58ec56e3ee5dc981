// Takes screenshots of a running site, from phone to desktop, light and dark, and reports faults:
//
//   node test/journeys/screenshots.ts http://localhost:3000 member@example.com PASSWORD [--readme]
//
// The pictures go to test-results/screenshots; with --readme the one in docs/ is made anew.
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { type Command, helpPage, readOptions } from '../../scripts/command/options.ts';

const WIDTHS = [320, 768, 1440];
const SCHEMES = ['light', 'dark'] as const;

const MAX_SHIFT = 0.05;
/** Characters in a line of text, wherever there is room for so many. */
const MEASURE = { from: 60, to: 75, minWidth: 768 };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A mobile connection: slow enough that text is painted before its fonts have loaded. */
const NETWORK = {
	offline: false,
	latency: 100,
	downloadThroughput: 250_000,
	uploadThroughput: 100_000
};

const PICTURES = new URL('../../test-results/screenshots/', import.meta.url);
const README_PICTURE = new URL('../../docs/front-page.webp', import.meta.url);

type Visit = { name: string; path: string; member: boolean };
type Look = { width: number; scheme: 'light' | 'dark' };

const SCREENSHOTS = {
	start: 'node test/journeys/screenshots.ts',
	operands: 'ORIGIN EMAIL PASSWORD',
	options: { readme: { help: 'makes the picture in docs/ anew' } }
} as const satisfies Command;

const given = readOptions(SCREENSHOTS, process.argv.slice(2));
const [origin, email, password] = given?.operands ?? [];
if (!origin || !email || !password) throw new Error(helpPage(SCREENSHOTS));

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM_PATH,
	args: ['--no-sandbox', '--disable-quic', '--disable-background-networking']
});
try {
	if (given?.values.readme) await pictureReadme(browser);
	else await reviewPages(browser);
} finally {
	await browser.close();
}

async function reviewPages(browser: Browser) {
	await mkdir(PICTURES, { recursive: true });
	const session = await signIn(browser);
	const problems: string[] = [];
	for (const visit of await visits(browser)) {
		for (const width of WIDTHS) {
			for (const scheme of SCHEMES) {
				const look = { width, scheme };
				const found = await inspect(browser, visit, look, visit.member ? session : undefined);
				problems.push(...found.map((problem) => `${visit.name} ${width} ${scheme}: ${problem}`));
			}
		}
	}
	console.log(problems.length > 0 ? problems.join('\n') : 'nothing out of bounds');
	if (problems.length > 0) process.exitCode = 1;
}

/** The seven pages; articles are those that the site itself shows first. */
async function visits(browser: Browser): Promise<Visit[]> {
	const page = await browser.newPage({ baseURL: origin });
	await page.goto('/articles');
	const articles = page.getByRole('article');
	const members = articles.filter({ hasText: 'For members' });
	const open = articles.filter({ hasNotText: /For members|Premium/ });
	const paths = {
		article: await open.first().getByRole('heading').getByRole('link').getAttribute('href'),
		wall: await members.first().getByRole('heading').getByRole('link').getAttribute('href')
	};
	await page.close();
	return [
		{ name: 'front-page', path: '/', member: false },
		{ name: 'articles', path: '/articles', member: false },
		{ name: 'article', path: pathname(paths.article), member: false },
		{ name: 'wall', path: pathname(paths.wall), member: false },
		{ name: 'sign-in', path: '/signin', member: false },
		{ name: 'sign-up', path: '/signup', member: false },
		{ name: 'profile', path: '/profile', member: true }
	];
}

function pathname(href: string | null): string {
	if (!href) throw new Error('The site shows no public article, or none for members.');
	return new URL(href, new URL('/articles', origin)).pathname;
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

async function signIn(browser: Browser): Promise<Session> {
	const context = await browser.newContext({ baseURL: origin });
	const page = await context.newPage();
	await page.goto('/signin');
	await page.getByLabel('Email address').fill(email ?? '');
	await page.getByLabel('Password', { exact: true }).fill(password ?? '');
	await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL('**/profile');
	const session = await context.storageState();
	await context.close();
	return session;
}

/** Opens a page as a person with this screen does, takes its picture, and returns its problems. */
async function inspect(
	browser: Browser,
	{ name, path }: Visit,
	{ width, scheme }: Look,
	storageState: Session | undefined
): Promise<string[]> {
	const context = await browser.newContext({
		baseURL: origin,
		storageState,
		colorScheme: scheme,
		viewport: { width, height: width < 768 ? 720 : 900 }
	});
	const page = await context.newPage();
	await page.addInitScript(observeShifts);
	const devtools = await context.newCDPSession(page);
	await devtools.send('Network.emulateNetworkConditions', NETWORK);
	const refused: string[] = [];
	page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));

	await page.goto(path, { waitUntil: 'networkidle' });
	await showAllImages(page);
	const shift = await page.evaluate(() => window.shift);
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	const measure = await page.evaluate(averageLine);
	const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
	await page.screenshot({
		path: new URL(`${name}-${width}-${scheme}.png`, PICTURES).pathname,
		fullPage: true
	});
	await context.close();

	const line = measure === null ? '' : `, ${Math.round(measure)} characters a line`;
	console.log(`${name} ${width} ${scheme}: shift ${shift.toFixed(3)}${line}`);

	const badLineLength =
		measure !== null &&
		width >= MEASURE.minWidth &&
		(measure < MEASURE.from || measure > MEASURE.to);
	return [
		...(overflow > 0 ? [`${overflow} px too wide`] : []),
		...(shift > MAX_SHIFT ? [`shifts by ${shift.toFixed(3)}`] : []),
		...(badLineLength ? [`${Math.round(measure)} characters a line`] : []),
		...violations.map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.html).join(' ')}`),
		...refused.map((text) => `the browser says: ${text}`)
	];
}

declare global {
	interface Window {
		/** How much of the page has moved by itself so far. */
		shift: number;
	}
}

function observeShifts() {
	window.shift = 0;
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) {
			// the entry is a LayoutShift, which TypeScript does not know: not a standard yet
			const { value, hadRecentInput } = entry as PerformanceEntry & {
				value: number;
				hadRecentInput: boolean;
			};
			if (!hadRecentInput) window.shift += value;
		}
	}).observe({ type: 'layout-shift', buffered: true });
}

/** Images further down wait until a person scrolls to them. */
async function showAllImages(page: Page) {
	await page.evaluate(async () => {
		for (const image of document.images) image.loading = 'eager';
		await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
	});
}

/** How many characters a full line of an article has, on average; null on pages without one. */
function averageLine(): number | null {
	const lines: number[] = [];
	for (const paragraph of document.querySelectorAll('.prose > p')) {
		const counts = new Map<number, number>();
		const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
		const range = document.createRange();
		while (walker.nextNode()) {
			const { length } = walker.currentNode.textContent ?? '';
			for (let i = 0; i < length; i++) {
				range.setStart(walker.currentNode, i);
				range.setEnd(walker.currentNode, i + 1);
				const { bottom } = range.getBoundingClientRect();
				// letters of different kinds stand on one line within a few pixels
				const line = [...counts.keys()].find((known) => Math.abs(known - bottom) < 8) ?? bottom;
				counts.set(line, (counts.get(line) ?? 0) + 1);
			}
		}
		// the last line of a paragraph is shorter
		lines.push(...[...counts.values()].slice(0, -1));
	}
	return lines.length > 0 ? lines.reduce((sum, line) => sum + line, 0) / lines.length : null;
}

async function pictureReadme(browser: Browser) {
	const page = await browser.newPage({
		baseURL: origin,
		viewport: { width: 1280, height: 1240 },
		deviceScaleFactor: 2
	});
	await page.goto('/', { waitUntil: 'networkidle' });
	// Playwright itself takes no WebP, which is a third of the size
	const devtools = await page.context().newCDPSession(page);
	const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
	await writeFile(README_PICTURE, Buffer.from(data, 'base64'));
}
