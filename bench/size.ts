import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { firstLoad } from '../scripts/testing/first-load.ts';
import { Browser, type Credentials } from '../test/support/browser.ts';
import type { Row } from './row.ts';

const MAX_KILOBYTES = 40;

/** Measures the files that the sign-in page loads, and whether signing in works without them. */
export async function measureSignInPage(member: Credentials): Promise<Row> {
	const files = await firstLoad('/signin');
	const kilobytes =
		files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000;
	const worksWithNone = await canSignInByMarkup(member);
	return {
		what: 'JavaScript and CSS of /signin, gzip',
		measured: `${kilobytes.toFixed(1)} kB, works ${worksWithNone ? 'with none' : 'NOT without'}`,
		limit: `≤ ${MAX_KILOBYTES} kB, works with none`,
		met: kilobytes <= MAX_KILOBYTES && worksWithNone,
		figures: { kilobytes, files: files.length, worksWithNone }
	};
}

/** Whether the form works from its markup alone: sent as it is, it leads to the member's page. */
async function canSignInByMarkup({ email, password }: Credentials): Promise<boolean> {
	const browser = new Browser();
	const { body } = await browser.visit('/signin');
	const action = /<form method="POST" action="([^"]+)"/.exec(body)?.[1];
	const hasFields = ['email', 'password'].every((name) => body.includes(`name="${name}"`));
	if (!action || !hasFields) return false;
	const { headers } = await browser.submit(`/signin${action}`, { email, password });
	const page = await browser.visit(headers.get('location') ?? '/');
	return page.body.includes(email);
}
