import { chromium, type BrowserContext } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { CHROMIUM_ARGUMENTS, installedChromium } from '../scripts/testing/browsers/chromium.ts';
import { installation } from '../test/support/installation-under-test.ts';
import type { Row } from './row.ts';

const MAX_COLD_KILOBYTES = 250;
const MAX_WARM_KILOBYTES = 12;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true };

/** Measures the bytes of a first and a repeated view of the front page on a phone, behind the proxy. */
export async function measureViews(): Promise<Row> {
	const what = 'The front page on a phone, first and again';
	const limit = `≤ ${MAX_COLD_KILOBYTES} kB, ≤ ${MAX_WARM_KILOBYTES} kB`;
	const executablePath = installedChromium();
	if (!executablePath) {
		return { what, measured: 'not measured: no Chromium', limit, met: null, figures: null };
	}
	const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
	try {
		const context = await browser.newContext({ ...PHONE, baseURL: installation.url });
		const cold = await kilobytesOfView(context);
		const warm = await kilobytesOfView(context);
		return {
			what,
			measured: `${cold.toFixed(0)} kB, ${warm.toFixed(0)} kB`,
			limit,
			met: cold <= MAX_COLD_KILOBYTES && warm <= MAX_WARM_KILOBYTES,
			figures: { coldKilobytes: cold, warmKilobytes: warm }
		};
	} finally {
		await browser.close();
	}
}

async function kilobytesOfView(context: BrowserContext): Promise<number> {
	const page = await context.newPage();
	const devtools = await context.newCDPSession(page);
	await devtools.send('Network.enable');
	let bytes = 0;
	devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
	const response = await page.goto('/', { waitUntil: 'networkidle' });
	// the proxy compresses responses to guests; there is no proxy here
	const html = (await response?.body()) ?? Buffer.alloc(0);
	await page.close();
	return (bytes - html.length + gzipSync(html).length) / 1000;
}
