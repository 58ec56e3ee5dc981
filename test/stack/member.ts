import type { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, Browser, setCookies } from '../support/browser.ts';
import type { Person } from '../support/directus.ts';

/** A site behind its proxy, as its clients know it. */
export interface Site {
	url: string;
	/** The certificate of the authority that vouches for it. */
	authority: string;
}

/** Outcome of a request; `unavailable` is the one acceptable refusal: temporary, with a Retry-After. */
export type Outcome = 'served' | 'unavailable' | 'signed out' | 'failed';

/** A request and its outcome, with times in milliseconds since the epoch. */
export interface Exchange {
	request: string;
	sentAt: number;
	answeredAt: number;
	outcome: Outcome;
	/** The status, or the error of the connection. */
	detail: string;
}

/** A change of the own name that the site confirmed. */
export interface Write {
	name: string;
	confirmedAt: number;
}

const SESSION_COOKIE = /(access_token|refresh_token|signed_in)$/;
const UNAVAILABLE = [502, 503, 504];
/** One of them is on each page for a member: the button, or the note that the account cannot be reached right now. */
const MEMBER_MARKUP = ['>Sign out</button>', 'aria-label="Your account"'];
const PAUSE_MILLISECONDS = { least: 500, most: 1500 };
/** The pause between requests is this multiple of the last response time: a busy machine gets less load. */
const DELAY_FACTOR = 4;
const MAX_DELAY_MILLISECONDS = 10_000;
const MAX_SILENCE_MILLISECONDS = 60_000;
const RETRY_MILLISECONDS = 500;
const MAX_RETRIES = 120;

/** A person who is signed in, reads about, and changes their name again and again, as a browser would send it. */
export class Member {
	/** Everything since the sign-in. */
	readonly exchanges: Exchange[] = [];
	/** All that were confirmed. */
	readonly writes: Write[] = [];
	readonly id: string;
	readonly #person: Person;
	readonly #browser: Browser;
	/** The next name to write; kept until it is confirmed, since a failed form is sent again. */
	#nextName = 1;

	/** @param agent decides whether connections are kept or made anew */
	constructor(person: Person, site: Site, agent: Agent) {
		this.id = person.id;
		this.#person = person;
		this.#browser = new Browser(site.url, { authority: site.authority, agent });
	}

	async signIn(): Promise<void> {
		const { email, password } = this.#person;
		const { status } = await this.#send('/signin?/login', { email, password });
		if (status !== 303) throw new Error(`${email} cannot sign in: ${status}`);
	}

	/** Uses the site until stopped. */
	async browseUntil(paths: string[], stop: AbortSignal): Promise<void> {
		while (!stop.aborted) {
			for (const path of paths) {
				await this.#pause();
				if (stop.aborted) return;
				await this.#open(path);
				if (path === '/profile') await this.#changeName();
			}
		}
	}

	/** Whether the session still opens the member's own page; retried while the site is unavailable. */
	async isSignedIn(): Promise<boolean> {
		for (let attempts = 0; attempts < MAX_RETRIES; attempts += 1) {
			const { status, body } = await this.#send('/profile');
			if (!UNAVAILABLE.includes(status)) return status === 200 && body.includes(this.#person.email);
			await delay(RETRY_MILLISECONDS);
		}
		return false;
	}

	async #open(path: string): Promise<void> {
		await this.#exchange(
			`GET ${path}`,
			() => this.#send(path),
			(answer) => answer.status === 200
		);
	}

	async #changeName(): Promise<void> {
		const name = String(this.#nextName);
		const isSaved = ({ status, headers }: Answer) =>
			status === 303 && headers.get('location') === '/profile';
		const { outcome, answeredAt } = await this.#exchange(
			'POST /profile?/save',
			() =>
				this.#send('/profile?/save', { opened_by: this.id, first_name: name, last_name: 'Writer' }),
			isSaved
		);
		if (outcome !== 'served') return;
		this.writes.push({ name, confirmedAt: answeredAt });
		this.#nextName += 1;
	}

	async #exchange(
		request: string,
		send: () => Promise<Answer & { removed: string[] }>,
		isServed: (answer: Answer) => boolean
	): Promise<Exchange> {
		const sentAt = Date.now();
		const [outcome, detail] = await Promise.race([send(), rejectAfterTimeout()]).then(
			(answer): [Outcome, string] => [judge(answer, isServed(answer)), String(answer.status)],
			(error: unknown): [Outcome, string] => ['failed', String(error)]
		);
		const exchange = { request, sentAt, answeredAt: Date.now(), outcome, detail };
		this.exchanges.push(exchange);
		return exchange;
	}

	async #send(
		path: string,
		form?: Record<string, string>
	): Promise<Answer & { removed: string[] }> {
		const known = new Set(this.#browser.cookies.keys());
		const answer = await (form ? this.#browser.submit(path, form) : this.#browser.visit(path));
		const removed = setCookies(answer)
			.filter(({ name, attributes }) => attributes['max-age'] === '0' && known.has(name))
			.map(({ name }) => name);
		return { ...answer, removed };
	}

	#pause(): Promise<void> {
		const { least, most } = PAUSE_MILLISECONDS;
		const last = this.exchanges.at(-1);
		const backoff = last ? (last.answeredAt - last.sentAt) * DELAY_FACTOR : 0;
		const pause = least + Math.random() * (most - least);
		return delay(Math.max(pause, Math.min(backoff, MAX_DELAY_MILLISECONDS)));
	}
}

/** Rejects after a while, so that a missing answer is recorded too. */
async function rejectAfterTimeout(): Promise<never> {
	await delay(MAX_SILENCE_MILLISECONDS, null, { ref: false });
	throw new Error('no answer');
}

function judge(
	{ status, headers, body, removed }: Answer & { removed: string[] },
	isServed: boolean
): Outcome {
	const isSentToSignIn = headers.get('location')?.startsWith('/signin') ?? false;
	if (isSentToSignIn || removed.some((name) => SESSION_COOKIE.test(name))) return 'signed out';
	if (UNAVAILABLE.includes(status) && headers.has('retry-after')) return 'unavailable';
	if (!isServed) return 'failed';
	const isPageForGuests = status === 200 && !MEMBER_MARKUP.some((mark) => body.includes(mark));
	return isPageForGuests ? 'signed out' : 'served';
}
