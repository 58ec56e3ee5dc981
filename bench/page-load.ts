import autocannon from 'autocannon';
import type { Browser } from '../test/support/browser.ts';
import type { MeasuredServer } from './measured-server.ts';
import type { Settings } from './bench-settings.ts';

/** How fast a page came from a server. */
export interface Sample {
	requestsPerSecond: number;
	/** The server's CPU time for one request. */
	cpuMilliseconds: number;
}

/** Requests a page as fast as it comes. @throws where an answer is not a success */
export async function measurePage(
	server: MeasuredServer,
	{ path, cookie }: { path: string; cookie: string },
	{ connections, seconds }: Pick<Settings, 'connections' | 'seconds'>
): Promise<Sample> {
	const before = await server.cpuMilliseconds();
	const { requests, duration, non2xx, errors } = await autocannon({
		url: server.url + path,
		connections,
		duration: seconds,
		headers: { accept: 'text/html', ...(cookie && { cookie }) }
	});
	const used = (await server.cpuMilliseconds()) - before;
	if (non2xx + errors > 0)
		throw new Error(`${server.url}${path}: ${non2xx} bad answers, ${errors} errors.`);
	return {
		requestsPerSecond: requests.total / duration,
		cpuMilliseconds: used / requests.total
	};
}

/** The cookies of a browser as it sends them. */
export function cookieHeader({ cookies }: Browser): string {
	return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
