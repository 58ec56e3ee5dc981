import autocannon from 'autocannon';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BUILT_APP } from '../../scripts/site/programs.ts';
import { Browser, type Credentials } from '../test/browser.ts';
import { installation } from '../test/installation.ts';
import { buildBareApp } from './bare-app.ts';
import { MeasuredServer } from './measured-server.ts';
import { pageData } from './page-data.ts';
import type { Row } from './row.ts';
import type { Settings } from './settings.ts';
import { inWords, summary, type Summary } from './statistics.ts';

const APP = path.resolve(import.meta.dirname, '..');
const MADE = path.join(APP, '.svelte-kit');

interface Subject {
	what: string;
	/** Its folder in `src/routes`. */
	route: string;
	path: string;
	/** Who looks at it; null for a guest. */
	member: Credentials | null;
	/** The least that our share of the bare app's requests per second may be. */
	least: number;
}

interface Sample {
	requestsPerSecond: number;
	/** The server's CPU time for one request. */
	cpuMilliseconds: number;
}

/** Pages of ours, each against the same markup in a bare app, in turns. */
export async function comparePages(member: Credentials, settings: Settings): Promise<Row[]> {
	const subjects: Subject[] = [
		{
			what: 'A page for members, against the bare app',
			route: '(protected)/profile',
			path: '/profile',
			member,
			least: 0.6
		},
		{
			what: 'A public page for guests, against the bare app',
			route: '(public)',
			path: '/',
			member: null,
			least: 0.7
		}
	];
	// below the app, so that it finds the same packages
	mkdirSync(MADE, { recursive: true });
	const folder = mkdtempSync(path.join(MADE, 'bare-'));
	const servers: MeasuredServer[] = [];
	try {
		await buildBareApp(folder, await Promise.all(subjects.map(shown)));
		const directus = { DIRECTUS_URL: installation.directusUrl };
		const ours = await MeasuredServer.start(BUILT_APP, APP, directus);
		servers.push(ours);
		const bare = await MeasuredServer.start(['build'], folder);
		servers.push(bare);

		const rows: Row[] = [];
		for (const subject of subjects) rows.push(await compare(subject, ours, bare, settings));
		return rows;
	} finally {
		await Promise.all(servers.map((server) => server.stop()));
		rmSync(folder, { recursive: true });
	}
}

async function shown({ route, path, member }: Subject) {
	const browser = await visitor(member, installation.url);
	return { route, path, data: pageData((await browser.data(path)).body) };
}

/** Somebody without a message still to be shown. */
async function visitor(member: Credentials | null, url: string): Promise<Browser> {
	const browser = member ? await Browser.signedIn(member, url) : new Browser(url);
	browser.cookies.delete('notice');
	return browser;
}

async function compare(
	subject: Subject,
	ours: MeasuredServer,
	bare: MeasuredServer,
	{ rounds, seconds, connections }: Settings
): Promise<Row> {
	const { what, path, member, least } = subject;
	const samples: { ours: Sample; bare: Sample }[] = [];
	for (let round = 0; round <= rounds; round += 1) {
		// an access token does not live as long as all the rounds
		const browser = await visitor(member, ours.url);
		if (round === 0) await requireSameMarkup(path, browser, bare.url);
		const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const load = { path, cookie, connections, seconds };

		// the first round warms up
		const first = round % 2 === 0 ? ours : bare;
		const one = await measure(first, load);
		const other = await measure(first === ours ? bare : ours, load);
		if (round > 0)
			samples.push(first === ours ? { ours: one, bare: other } : { ours: other, bare: one });
	}

	const share = summary(
		samples.map(({ ours, bare }) => ours.requestsPerSecond / bare.requestsPerSecond)
	);
	const figures = {
		share,
		shareByCpuTime: summary(
			samples.map(({ ours, bare }) => bare.cpuMilliseconds / ours.cpuMilliseconds)
		),
		ours: summaries(samples.map(({ ours }) => ours)),
		bare: summaries(samples.map(({ bare }) => bare))
	};
	return {
		what,
		measured: `${inWords(share)}, by CPU time ${figures.shareByCpuTime.median.toFixed(2)}`,
		limit: `≥ ${least.toFixed(2)}`,
		met: share.median >= least,
		figures
	};
}

async function measure(
	server: MeasuredServer,
	load: { path: string; cookie: string; connections: number; seconds: number }
): Promise<Sample> {
	const before = await server.cpuMilliseconds();
	const { requests, duration, non2xx, errors } = await autocannon({
		url: server.url + load.path,
		connections: load.connections,
		duration: load.seconds,
		headers: { accept: 'text/html', ...(load.cookie && { cookie: load.cookie }) }
	});
	const used = (await server.cpuMilliseconds()) - before;
	if (non2xx + errors > 0)
		throw new Error(`${server.url}${load.path}: ${non2xx} bad answers, ${errors} errors.`);
	return {
		requestsPerSecond: requests.total / duration,
		cpuMilliseconds: used / requests.total
	};
}

/** Else the comparison would be none. */
async function requireSameMarkup(path: string, browser: Browser, bareUrl: string): Promise<void> {
	const ours = await browser.visit(path);
	const bare = await new Browser(bareUrl).visit(path);
	if (markup(ours.body) !== markup(bare.body))
		throw new Error(`The bare app does not show ${path} as the app does.`);
}

/** What people see of a page: without scripts and without the marks that Svelte leaves for itself. */
function markup(html: string): string {
	const body = html.slice(html.indexOf('<body'), html.indexOf('</body>'));
	return body.replace(/<script\b.*?<\/script>|<!--.*?-->/gs, '').replace(/\s+/g, ' ');
}

function summaries(samples: Sample[]): Record<keyof Sample, Summary> {
	return {
		requestsPerSecond: summary(samples.map(({ requestsPerSecond }) => requestsPerSecond)),
		cpuMilliseconds: summary(samples.map(({ cpuMilliseconds }) => cpuMilliseconds))
	};
}
