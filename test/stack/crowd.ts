import { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { Directus } from '../support/directus.ts';
import { type Exchange, Member, type Site } from './member.ts';

const POLL_MILLISECONDS = 250;
const TIMEOUT_MILLISECONDS = 300_000;

/** Members who use the site all the time. Half of them keep their connection, the others make one for each request. */
export class Crowd {
	readonly members: Member[];
	readonly #directus: Directus;
	readonly #stop = new AbortController();
	#walks: Promise<void>[] = [];

	private constructor(members: Member[], directus: Directus) {
		this.members = members;
		this.#directus = directus;
	}

	/** Makes these members and signs them in. */
	static async signInMembers(count: number, site: Site, directus: Directus): Promise<Crowd> {
		const people = await directus.makePeople(count);
		const members = people.map((person, index) => {
			const agent = new Agent({ keepAlive: index % 2 === 0 });
			return new Member(person, site, agent);
		});
		for (const member of members) await member.signIn();
		return new Crowd(members, directus);
	}

	/** Each visits these pages again and again, and changes their name on the profile. */
	start(paths: string[]): void {
		this.#walks = this.members.map((member) => member.browseUntil(paths, this.#stop.signal));
	}

	async stop(): Promise<void> {
		this.#stop.abort();
		await Promise.all(this.#walks);
	}

	/** Exchanges within a time. */
	exchanges(from: number, to: number): Exchange[] {
		return this.members
			.flatMap((member) => member.exchanges)
			.filter(({ sentAt, answeredAt }) => answeredAt >= from && sentAt <= to);
	}

	/** 90th percentile of the response times within a time, in milliseconds. */
	slowAnswer(from: number, to: number): number {
		const times = this.exchanges(from, to).map(({ sentAt, answeredAt }) => answeredAt - sentAt);
		return times.sort((a, b) => a - b)[Math.floor(times.length * 0.9)] ?? 0;
	}

	/** Settles when everything has been served for so long. */
	async untilServed(milliseconds: number): Promise<void> {
		const from = Date.now();
		const isServed = () => {
			const lately = this.exchanges(Date.now() - milliseconds, Date.now());
			return lately.length > 0 && lately.every(({ outcome }) => outcome === 'served');
		};
		while (Date.now() < from + milliseconds || !isServed()) {
			if (Date.now() > from + TIMEOUT_MILLISECONDS) throw new Error('The site does not recover.');
			await delay(POLL_MILLISECONDS);
		}
	}

	/**
	 * The changes of names, confirmed within a time, that Directus does not know of. It writes a revision in the same
	 * transaction as the change, so that those count too which another change has followed.
	 */
	async lostWrites(from: number, to: number): Promise<string[]> {
		const known = await this.#writesInDirectus();
		return this.members.flatMap(({ id, writes }) =>
			writes
				.filter(({ confirmedAt }) => confirmedAt >= from && confirmedAt <= to)
				.map(({ name }) => `${id} ${name}`)
				.filter((write) => !known.has(write))
		);
	}

	async #writesInDirectus(): Promise<Set<string>> {
		const filter = JSON.stringify({
			collection: { _eq: 'directus_users' },
			item: { _in: this.members.map(({ id }) => id) }
		});
		const revisions = await this.#directus.send<
			{ item: string; delta: { first_name?: string } | null }[]
		>('GET', `/revisions?fields=item,delta&limit=-1&filter=${encodeURIComponent(filter)}`);
		return new Set(revisions.map(({ item, delta }) => `${item} ${delta?.first_name}`));
	}
}
