import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import { AUDIENCES } from '@portico/contract/audience.ts';
import { RIGHTS_HEADER } from '@portico/contract/content.ts';
import { askDirectus } from '../support/ask-directus.ts';
import { Browser, type Credentials } from '../support/browser.ts';
import type { Directus } from '../support/directus.ts';

// Policies, roles, people and articles as fast-check draws them, in a Directus, and what Directus itself shows of them.

const STATUSES = [...Array<string>(6).fill('published'), 'draft'];
const DATES = ['2001-01-01', '2015-01-01', '2024-01-01', '2999-01-01'].map(
	(day) => `${day}T00:00:00Z`
);
const AUTHORS = ['Ada', 'Eve'];
const CATEGORIES = ['one', 'other'];
const FIELDS = ['*', 'id,slug,status,body,language', 'slug,body,language', 'id,slug,title'];

const condition = fc.oneof<fc.Arbitrary<object>[]>(
	fc.constantFrom('published', 'draft').map((status) => ({ status: { _eq: status } })),
	fc.constantFrom(...AUDIENCES).map((audience) => ({ audience: { _eq: audience } })),
	fc.subarray([...AUDIENCES], { minLength: 1 }).map((some) => ({ audience: { _in: some } })),
	fc.constantFrom(...AUTHORS).map((author) => ({ author: { _eq: author } })),
	fc.constantFrom('$NOW', '$NOW(-10 years)').map((time) => ({ published_at: { _lte: time } })),
	fc.constantFrom(...CATEGORIES).map((name) => ({ category: { name: { _eq: name } } })),
	fc.constant({ '$FOLLOW(comments,article)': { id: { _nnull: true } } })
);
const rule = fc.oneof<fc.MaybeWeightedArbitrary<object>[]>(
	{ weight: 1, arbitrary: fc.constant({}) },
	{ weight: 4, arbitrary: condition },
	{ weight: 2, arbitrary: fc.tuple(condition, condition).map((both) => ({ _and: both })) },
	{ weight: 2, arbitrary: fc.tuple(condition, condition).map((each) => ({ _or: each })) }
);
const personalRule = fc.constantFrom<object[]>(
	{ user_updated: { _neq: '$CURRENT_USER' } },
	{ _or: [{ author: { _eq: 'Ada' } }, { user_created: { role: { _in: ['$CURRENT_ROLES'] } } }] },
	{ user_created: { _neq: '$CURRENT_USER.id' } }
);

interface Policy {
	rule: object;
	fields: string;
	/** Counts where no visitor is. */
	isLocal: boolean;
}

const policy: fc.Arbitrary<Policy> = fc.record({
	rule,
	fields: fc.constantFrom(...FIELDS),
	isLocal: fc.constant(false)
});
/** Of which no cache can be made. */
const specialPolicy: fc.Arbitrary<Policy> = fc.oneof(
	fc.record({ rule: personalRule, fields: fc.constant('*'), isLocal: fc.constant(false) }),
	fc.record({ rule, fields: fc.constant('*'), isLocal: fc.constant(true) })
);
const index = fc.nat({ max: 3 });
const indices = fc.uniqueArray(index, { maxLength: 2 });
const article = fc.record({
	audience: fc.constantFrom(...AUDIENCES),
	status: fc.constantFrom(...STATUSES),
	published_at: fc.constantFrom(...DATES),
	author: fc.constantFrom(...AUTHORS),
	category: fc.nat({ max: CATEGORIES.length - 1 }),
	hasComment: fc.boolean()
});

/** What an administrator or an editor changes; numbers are positions, of which the world has its own. */
const change = fc.oneof(
	fc.record({ kind: fc.constant('role' as const), person: index, role: index }),
	fc.record({ kind: fc.constant('policy' as const), person: index, policy: index }),
	fc.record({
		kind: fc.constant('rule' as const),
		policy: index,
		rule,
		fields: fc.constantFrom(...FIELDS)
	}),
	fc.record({ kind: fc.constant('inheritance' as const), policy: index }),
	fc.record({ kind: fc.constant('article' as const), article: index, values: article }),
	fc.record({ kind: fc.constant('comment' as const), article: index }),
	fc.record({ kind: fc.constant('suspension' as const), person: index })
);
export type Change = Drawn<typeof change>;

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * A world: policies, one of them special and given to one person; roles, of which the second and third inherit; people,
 * articles, and changes.
 */
export const worlds = fc.record({
	policies: fc.array(policy, { minLength: 4, maxLength: 4 }),
	specialPolicy,
	specialPerson: index,
	roles: fc.array(indices, { minLength: 3, maxLength: 3 }),
	people: fc.array(fc.record({ role: fc.nat({ max: 2 }), policies: indices }), {
		minLength: 4,
		maxLength: 4
	}),
	articles: fc.array(article, { minLength: 4, maxLength: 4 }),
	changes: fc.array(change, { minLength: 2, maxLength: 2 })
});
export type Plan = Drawn<typeof worlds>;

interface Rights {
	rights: { article?: string | null };
}

interface Tokens {
	access_token: string;
	refresh_token: string;
}

/** A person, signed in at each app, and with a session of its own at Directus. */
export interface Reader {
	id: string;
	browsers: Browser[];
	/** Null after a suspension. */
	refreshToken: string | null;
}

/** An article and a word that is only in its body. */
export interface Text {
	id: number;
	slug: string;
	word: string;
}

/** What there is to see of an article; without a teaser the site has no page for it. */
export interface Shown {
	hasTeaser: boolean;
	hasBody: boolean;
}

/** A world in a Directus, with sessions at apps in front of it. */
export class RightsWorld {
	readonly #directus: Directus;
	readonly #apps: string[];
	readonly #policies: string[] = [];
	readonly #permissions: number[] = [];
	readonly #roles: string[] = [];
	readonly #categories: number[] = [];
	readonly people: Reader[] = [];
	readonly articles: Text[] = [];

	private constructor(directus: Directus, apps: string[]) {
		this.#directus = directus;
		this.#apps = apps;
	}

	static async make(plan: Plan, directus: Directus, apps: string[]): Promise<RightsWorld> {
		const world = new RightsWorld(directus, apps);
		for (const policy of [...plan.policies, plan.specialPolicy]) await world.#addPolicy(policy);
		for (const policies of plan.roles) await world.#addRole(policies);
		for (const name of CATEGORIES) await world.#addCategory(name);
		for (const values of plan.articles) await world.#addArticle(values);
		await Promise.all(plan.people.map((person) => world.#addPerson(person)));
		const special = at(world.#policies, plan.policies.length);
		await world.togglePolicy(at(world.people, plan.specialPerson), special);
		return world;
	}

	/** Changes something, as in Studio. */
	async change(change: Change): Promise<void> {
		const { send } = this.#sender;
		if (change.kind === 'role') {
			const role = at(this.#roles, change.role);
			await send('PATCH', `/users/${at(this.people, change.person).id}`, { role });
		} else if (change.kind === 'policy') {
			await this.togglePolicy(at(this.people, change.person), at(this.#policies, change.policy));
		} else if (change.kind === 'rule') {
			const values = { permissions: change.rule, fields: change.fields.split(',') };
			await send('PATCH', `/permissions/${at(this.#permissions, change.policy)}`, values);
		} else if (change.kind === 'inheritance') {
			// the first role, which the others inherit from
			const policy = at(this.#policies, change.policy);
			await send('POST', '/access', { policy, role: at(this.#roles, 0) });
		} else if (change.kind === 'article') {
			const { audience, status, published_at, author, category } = change.values;
			const { id } = at(this.articles, change.article);
			await send('PATCH', `/items/articles/${id}`, {
				audience,
				status,
				published_at,
				author,
				category: at(this.#categories, category)
			});
		} else if (change.kind === 'comment') {
			const { id } = at(this.articles, change.article);
			await send('POST', '/items/comments', { article: id, body: 'A comment' });
		} else {
			const person = at(this.people, change.person);
			await send('PATCH', `/users/${person.id}`, { status: 'suspended' });
			person.refreshToken = null;
		}
	}

	/** Gives a policy to a person, or takes it. */
	async togglePolicy({ id: user }: Reader, policy: string): Promise<void> {
		const { send } = this.#sender;
		const filter = `filter[user][_eq]=${user}&filter[policy][_eq]=${policy}`;
		const [held] = await send<{ id: string }[]>('GET', `/access?${filter}&fields=id`);
		if (held) await send('DELETE', `/access/${held.id}`);
		else await send('POST', '/access', { policy, user });
	}

	/** What a person is to see of each article at the site, by what Directus says of its own rows now. */
	async shownTo(person: Reader): Promise<Shown[]> {
		const token = await this.#freshToken(person);
		const [teasers, open, own] = await Promise.all([
			Promise.all(this.articles.map((article) => this.#hasTeaser(article))),
			this.#bodies(),
			token === null ? [] : this.#bodies(token)
		]);
		return this.articles.map(({ word }, index) => ({
			hasTeaser: teasers[index] === true,
			hasBody: [...open, ...own].some((body) => body.includes(word))
		}));
	}

	/** Whether what a person sees of articles has a rights key; waits until Directus vouches for it. */
	async hasKey(person: Reader): Promise<boolean> {
		const token = await this.#freshToken(person);
		if (token === null) return false;
		const ask = <Data>(path: string, headers = {}) =>
			askDirectus<Data>(new URL(path, this.#directus.url), { token, headers });
		const key = async () => (await ask<Rights>('/portico/me')).data.rights.article ?? null;
		if ((await key()) === null) return false;
		const isVouchedFor = async () => {
			const headers = { [RIGHTS_HEADER]: await key() };
			return (await ask('/items/articles?limit=1&fields=id', headers)).status !== 409;
		};
		await expect.poll(isVouchedFor, { timeout: 15_000, interval: 50 }).toBe(true);
		return true;
	}

	/** Directus reads by the role in a token: one that is fresh has the role that the person has now. */
	async #freshToken(person: Reader): Promise<string | null> {
		if (person.refreshToken === null) return null;
		const url = new URL('/portico/session/refresh', this.#directus.url);
		const body = { refresh_token: person.refreshToken };
		const { data } = await askDirectus<Tokens>(url, { body });
		person.refreshToken = data.refresh_token;
		return data.access_token;
	}

	async #bodies(token?: string): Promise<string[]> {
		const slugs = this.articles.map(({ slug }) => slug);
		const filter = encodeURIComponent(JSON.stringify({ slug: { _in: slugs } }));
		const url = new URL(
			`/items/articles?fields=body,language&filter=${filter}`,
			this.#directus.url
		);
		const { status, data } = await askDirectus<{ body: string | null }[]>(url, {
			...(token && { token })
		});
		// without a permission, or where no permission has these fields
		return status === 403 ? [] : data.map(({ body }) => body ?? '');
	}

	async #hasTeaser({ slug }: Text): Promise<boolean> {
		const url = new URL(`/portico/teasers?slug=${slug}`, this.#directus.url);
		return (await askDirectus<unknown[]>(url)).data.length > 0;
	}

	get #sender() {
		return { send: this.#directus.send.bind(this.#directus) };
	}

	async #addPolicy({ rule, fields, isLocal }: Policy): Promise<void> {
		const { send } = this.#sender;
		const { id: policy } = await send<{ id: string }>('POST', '/policies', {
			name: 'A policy',
			ip_access: isLocal ? ['203.0.113.0/24'] : null
		});
		const permission = { policy, collection: 'articles', action: 'read' };
		const { id } = await send<{ id: number }>('POST', '/permissions', {
			...permission,
			permissions: rule,
			fields: fields.split(',')
		});
		this.#policies.push(policy);
		this.#permissions.push(id);
	}

	async #addRole(policies: number[]): Promise<void> {
		const parent = this.#roles[0] ?? null;
		const { send } = this.#sender;
		const { id: role } = await send<{ id: string }>('POST', '/roles', { name: 'A role', parent });
		for (const policy of policies)
			await send('POST', '/access', { role, policy: at(this.#policies, policy) });
		this.#roles.push(role);
	}

	async #addCategory(name: string): Promise<void> {
		const values = { name, slug: randomUUID() };
		const { id } = await this.#sender.send<{ id: number }>('POST', '/items/categories', values);
		this.#categories.push(id);
	}

	async #addArticle({ category, hasComment, ...values }: Plan['articles'][number]): Promise<void> {
		const word = `word-${randomUUID()}`;
		const { id, slug } = await this.#directus.makeArticle({
			...values,
			category: at(this.#categories, category),
			body: `<p>${word}</p>`
		});
		this.articles.push({ id, slug, word });
		if (hasComment)
			await this.#sender.send('POST', '/items/comments', { article: id, body: 'A comment' });
	}

	async #addPerson({ role, policies }: Plan['people'][number]): Promise<void> {
		const person = await this.#directus.makePerson({ role: at(this.#roles, role) });
		for (const policy of policies) {
			const access = { user: person.id, policy: at(this.#policies, policy) };
			await this.#sender.send('POST', '/access', access);
		}
		const [{ refresh_token: refreshToken }, ...browsers] = await Promise.all([
			signIn(this.#directus, person),
			...this.#apps.map((app) => signedIn(this.#directus, person, app))
		]);
		this.people.push({ id: person.id, browsers, refreshToken });
	}
}

/** A browser at an app with a session that begins now; through Directus, which takes more at once than the app. */
export async function signedIn(
	directus: Directus,
	person: Credentials,
	app: string
): Promise<Browser> {
	const { access_token, refresh_token } = await signIn(directus, person);
	const browser = new Browser(app);
	for (const [name, value] of Object.entries({ access_token, refresh_token, signed_in: '1' }))
		browser.cookies.set(name, value);
	return browser;
}

async function signIn({ url }: Directus, { email, password }: Credentials): Promise<Tokens> {
	const { status, data } = await askDirectus<Tokens | undefined>(new URL('/portico/session', url), {
		body: { email, password }
	});
	if (!data) throw new Error(`${email} cannot sign in: ${status}`);
	return data;
}

function at<T>(all: T[], position: number): T {
	const one = all[position % all.length];
	if (one === undefined) throw new Error('This world has none of these.');
	return one;
}
