import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayKeysText, newGatewayKey } from '@portico/contract/gateway.ts';
import { Browser, type Credentials } from '../test/support/browser.ts';
import { installation } from '../test/support/installation-under-test.ts';
import { request } from '../test/support/request.ts';
import type { Settings } from './bench-settings.ts';
import { startMeasuredApp } from './measured-site.ts';
import type { Row } from './row.ts';
import { inWords, summary } from './statistics.ts';

const MAX_MILLISECONDS = 3;
const CALLS_PER_SIGN_IN = 40;
const READ = {
	'sec-fetch-site': 'same-origin',
	'sec-fetch-mode': 'cors',
	'sec-fetch-dest': 'empty'
};

/** What the gateway adds to the time of a call: through it and straight to the service, in turns and one at a time. */
export async function measureGateway(member: Credentials, { signIns }: Settings): Promise<Row> {
	const service = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
	await once(service, 'listening');
	const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`; // it listens on TCP
	const app = await startMeasuredApp(installation.directusUrl, {
		variables: {
			GATEWAY_SERVICES: `measured=${url}`,
			GATEWAY_KEYS: gatewayKeysText([newGatewayKey(0)])
		}
	});
	const agent = new Agent({ keepAlive: true });
	try {
		const { cookies } = await Browser.signedIn(member, app.url);
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const through = () =>
			request(`${app.url}/gateway/measured/`, { agent, headers: { ...READ, cookie } });
		const straight = () => request(url, { agent });
		const samples: { through: number; straight: number }[] = [];
		for (let turn = 0; turn < signIns * CALLS_PER_SIGN_IN; turn++) {
			samples.push({ through: await duration(through), straight: await duration(straight) });
		}
		// the first ones warm up
		const counted = samples.slice(CALLS_PER_SIGN_IN / 2);
		const milliseconds = summary(counted.map(({ through }) => through));
		const straightMilliseconds = summary(counted.map(({ straight }) => straight));
		const added = milliseconds.median - straightMilliseconds.median;
		return {
			what: 'Added to a call by the gateway, median',
			measured: `${added.toFixed(2)} ms: ${inWords(milliseconds)} − ${inWords(straightMilliseconds)}`,
			limit: `≤ ${MAX_MILLISECONDS} ms`,
			met: added <= MAX_MILLISECONDS,
			figures: { added, milliseconds, straightMilliseconds }
		};
	} finally {
		agent.destroy();
		await app.stop();
		service.close();
	}
}

async function duration(call: () => Promise<{ status: number }>): Promise<number> {
	const begin = performance.now();
	const { status } = await call();
	if (status !== 200) throw new Error(`A call to the service is answered with ${status}.`);
	return performance.now() - begin;
}
