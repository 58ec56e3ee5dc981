import { Browser, type Credentials } from '../test/support/browser.ts';
import { installation } from '../test/support/installation-under-test.ts';
import type { Row } from './row.ts';
import type { Settings } from './bench-settings.ts';
import { inWords, summary } from './statistics.ts';

const MAX_RATIO = 1.05;

/** Signing in by the app's form, as without scripts, against Directus' own sign-in, in turns and one at a time. */
export async function compareSignIns(member: Credentials, { signIns }: Settings): Promise<Row> {
	const samples: { ours: number; directus: number }[] = [];
	for (let turn = 0; turn <= signIns; turn += 1) {
		const ours = await duration(() => Browser.signedIn(member));
		const directus = await duration(() => signInAtDirectus(member));
		// the first ones warm up
		if (turn > 0) samples.push({ ours, directus });
	}

	const ours = summary(samples.map(({ ours }) => ours));
	const directus = summary(samples.map(({ directus }) => directus));
	const ratio = summary(samples.map(({ ours, directus }) => ours / directus));
	return {
		what: "A sign-in, against Directus' own",
		measured: `${inWords(ratio)}: ${ours.median.toFixed(0)} ÷ ${directus.median.toFixed(0)} ms`,
		limit: `≤ ${MAX_RATIO}`,
		met: ratio.median <= MAX_RATIO,
		figures: { ratio, ourMilliseconds: ours, directusMilliseconds: directus }
	};
}

async function duration(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

async function signInAtDirectus(member: Credentials): Promise<void> {
	const response = await fetch(`${installation.directusUrl}/auth/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(member)
	});
	await response.text();
	if (!response.ok) throw new Error(`Directus answers a sign-in with ${response.status}.`);
}
