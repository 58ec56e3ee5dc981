import type { Word } from './word.ts';

/** One question, to the site or to Directus. */
export interface Visit {
	method: string;
	/** With its query. */
	path: string;
	body?: object;
	/** An empty form of the site's own pages. */
	form?: boolean;
	/** The word that a success shows though it need not spell it: a picture. */
	shows?: Word;
	/** Fallback where this request is refused as malformed. */
	plain?: Visit;
	/** Draws a picture, which Directus keeps. */
	draws?: boolean;
}

/** Target and headers of visits. */
export interface Target {
	/** `site`, `Directus` (without a proof) or `Directus by the app` (with the app's proof). */
	name: string;
	url: string;
	headers: () => Record<string, string>;
}

/** A response: its status, and its headers and body as one text. */
export interface Answer {
	status: number;
	text: string;
}

const TIMEOUT_SECONDS = 60;

/** Sends one request; cookies that the response sets are left out. */
export async function visit(target: Target, { method, path, body, form }: Visit): Promise<Answer> {
	const response = await fetch(target.url + path, {
		method,
		redirect: 'manual',
		headers: {
			...(body && { 'content-type': 'application/json' }),
			...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: target.url }),
			...target.headers()
		},
		body: body ? JSON.stringify(body) : form ? '' : null,
		signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000)
	});
	const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
	const content = Buffer.from(await response.arrayBuffer()).toString('latin1');
	return { status: response.status, text: `${headers.join('\n')}\n\n${content}` };
}
