import autocannon from 'autocannon';
import type { Browser } from '../test/support/browser.ts';
import type { MeasuredServer } from './measured-server.ts';
import type { Settings } from './bench-settings.ts';

/** The requests for a page: its address and the header with the cookies, which may be empty. */
export interface PageRequest {
	url: string;
	cookie: string;
}

/** How fast a page came from a server. */
export interface Sample {
	requestsPerSecond: number;
	/** The server's CPU time for one request. */
	cpuMilliseconds: number;
}

type Load = Pick<Settings, 'connections' | 'seconds'>;

/** The requests per second of a page, as fast as it comes. @throws where an answer is not a success */
export async function requestsPerSecond(
	{ url, cookie }: PageRequest,
	{ connections, seconds }: Load
): Promise<number> {
	const { requests, duration } = await load({ url, cookie }, { connections, seconds });
	return requests / duration;
}

/** The same with the CPU time that it costs a server. */
export async function measurePage(
	server: MeasuredServer,
	{ path, cookie }: { path: string; cookie: string },
	settings: Load
): Promise<Sample> {
	const before = await server.cpuMilliseconds();
	const { requests, duration } = await load({ url: server.url + path, cookie }, settings);
	const used = (await server.cpuMilliseconds()) - before;
	return { requestsPerSecond: requests / duration, cpuMilliseconds: used / requests };
}

/** The cookies of a browser as it sends them. */
export function cookieHeader({ cookies }: Browser): string {
	return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

async function load(
	{ url, cookie }: PageRequest,
	{ connections, seconds }: Load
): Promise<{ requests: number; duration: number }> {
	const { requests, duration, non2xx, errors } = await autocannon({
		url,
		connections,
		duration: seconds,
		headers: { accept: 'text/html', ...(cookie && { cookie }) }
	});
	if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} bad answers, ${errors} errors.`);
	return { requests: requests.total, duration };
}
