import autocannon from 'autocannon';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { eventsSecret } from '../test/support/app-proof.ts';
import { BUILT_APP } from '../scripts/site/programs.ts';
import { Browser, type Credentials } from '../test/support/browser.ts';
import { installation } from '../test/support/installation-under-test.ts';
import { buildBareApp, isHydrated } from './bare-app.ts';
import { MeasuredServer } from './measured-server.ts';
import { pageData } from './page-data.ts';
import type { Row } from './row.ts';
import type { Settings } from './bench-settings.ts';
import { inWords, summary, type Summary } from './statistics.ts';

const APP = path.resolve(import.meta.dirname, '../app');
const MADE = path.join(APP, '.svelte-kit');

interface Subject {
	what: string;
	/** Its folder in `src/routes`. */
	route: string;
	path: string;
	/** The member who requests it; null for a guest. */
	member: Credentials | null;
	/** A cookie of Portico's that changes none of these pages, but excludes a guest from the cache of rendered pages. */
	cookie?: [name: string, value: string];
	/** The least that our share of the bare app's requests per second may be; null where none was promised. */
	least: number | null;
}

/** The app and the bare ones: with SvelteKit's page options and, where ours has others for this page, with these. */
type Compared = { ours: MeasuredServer; bare: MeasuredServer; alike?: MeasuredServer };
type Samples = Record<keyof Compared, Sample>;

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
		},
		{
			what: 'The same, rendered for each guest',
			route: '(public)',
			path: '/',
			member: null,
			cookie: ['cookie_test', '1'],
			least: null
		}
	];
	const servers: MeasuredServer[] = [];
	const folders: string[] = [];
	const start = async (command: string[], folder: string, variables?: Record<string, string>) => {
		const server = await MeasuredServer.start(command, folder, variables);
		servers.push(server);
		return server;
	};
	try {
		const pages = await Promise.all(subjects.map(shown));
		const bareApp = async (pageOptions: 'own' | 'ours') => {
			// below the app, so that it finds the same packages
			mkdirSync(MADE, { recursive: true });
			const folder = mkdtempSync(path.join(MADE, 'bare-'));
			folders.push(folder);
			await buildBareApp(folder, pages, pageOptions);
			return start(['build'], folder);
		};
		const ours = await start(BUILT_APP, APP, {
			DIRECTUS_URL: installation.directusUrl,
			PORTICO_EVENTS_SECRET: eventsSecret()
		});
		const bare = await bareApp('own');
		const alike = await bareApp('ours');

		const rows: Row[] = [];
		for (const subject of subjects) {
			const compared = isHydrated(subject) ? { ours, bare } : { ours, bare, alike };
			rows.push(await compare(subject, compared, settings));
		}
		return rows;
	} finally {
		await Promise.all(servers.map((server) => server.stop()));
		for (const folder of folders) rmSync(folder, { recursive: true });
	}
}

async function shown(subject: Subject) {
	const { route, path } = subject;
	const browser = await visitor(subject, installation.url);
	return { route, path, data: pageData((await browser.data(path)).body) };
}

/** A person without a message still to be shown. */
async function visitor({ member, cookie }: Subject, url: string): Promise<Browser> {
	const browser = member ? await Browser.signedIn(member, url) : new Browser(url);
	browser.cookies.delete('notice');
	if (cookie) browser.cookies.set(...cookie);
	return browser;
}

async function compare(
	subject: Subject,
	{ ours, bare, alike }: Compared,
	{ rounds, seconds, connections }: Settings
): Promise<Row> {
	const { what, path, least } = subject;
	const samples: Samples[] = [];
	for (let round = 0; round <= rounds; round += 1) {
		// an access token does not live as long as all the rounds
		const browser = await visitor(subject, ours.url);
		if (round === 0) await requireSameMarkup(path, browser, bare.url);
		const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const load = { path, cookie, connections, seconds };

		const first = round % 2 === 0 ? await measure(ours, load) : null;
		const bareSample = await measure(bare, load);
		const sample = {
			bare: bareSample,
			alike: alike ? await measure(alike, load) : bareSample,
			ours: first ?? (await measure(ours, load))
		};
		// the first round warms up
		if (round > 0) samples.push(sample);
	}

	const shareOf = (server: 'bare' | 'alike') =>
		summary(
			samples.map((sample) => sample.ours.requestsPerSecond / sample[server].requestsPerSecond)
		);
	const figures = {
		share: shareOf('bare'),
		shareByCpuTime: summary(
			samples.map(({ ours, bare }) => bare.cpuMilliseconds / ours.cpuMilliseconds)
		),
		shareWithOurPageOptions: shareOf('alike'),
		ours: summaries(samples.map(({ ours }) => ours)),
		bare: summaries(samples.map(({ bare }) => bare))
	};
	const { share, shareByCpuTime, shareWithOurPageOptions } = figures;
	const comparisons = [
		`by CPU time ${shareByCpuTime.median.toFixed(2)}`,
		...(alike ? [`with our page options ${shareWithOurPageOptions.median.toFixed(2)}`] : [])
	];
	return {
		what,
		measured: [inWords(share), ...comparisons].join(', '),
		limit: least === null ? '-' : `≥ ${least.toFixed(2)}`,
		met: least === null ? null : share.median >= least,
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

/** Visible part of a page: without scripts, hidden fields and Svelte's hydration comments. */
function markup(html: string): string {
	const body = html.slice(html.indexOf('<body'), html.indexOf('</body>'));
	return body
		.replace(/<script\b.*?<\/script>|<input type="hidden"[^>]*>|<!--.*?-->/gs, '')
		.replace(/\s+/g, ' ');
}

function summaries(samples: Sample[]): Record<keyof Sample, Summary> {
	return {
		requestsPerSecond: summary(samples.map(({ requestsPerSecond }) => requestsPerSecond)),
		cpuMilliseconds: summary(samples.map(({ cpuMilliseconds }) => cpuMilliseconds))
	};
}
