import { createHash } from 'node:crypto';
import { byKind, CONTENT_KINDS, type ContentKind } from '@portico/contract/content.ts';
import { heldPolicies } from '../api-access/held-policies.ts';
import type { Accountability, Context, Database, Relations } from '../endpoint.ts';
import { collectionsByKind } from './crossings.ts';
import { type Policy, type ReadPermission, rightsKey } from './rights-key.ts';
import { readVersion, renewVersion } from './rights-version.ts';

/** A rights key for each kind of content; null where a person has none. */
export type Keys = Record<ContentKind, string | null>;

/**
 * Directus keeps permissions in a memory of its own, which each replica clears a moment after they changed. Until then a
 * read by the old ones cannot be told from one by the new.
 */
const SETTLING_MILLISECONDS = 1_000;
/** How often the tables are compared with what was read, for changes of which no version tells: by SQL, or by a flow. */
const COMPARED_MILLISECONDS = 1_000;
/** What Directus' answers depend on for a person beside the person's row. */
const TABLES = {
	directus_permissions: ['id', 'policy', 'collection', 'action', 'permissions', 'fields'],
	directus_policies: ['id', 'ip_access', 'app_access', 'admin_access'],
	directus_access: ['id', 'policy', 'role', 'user'],
	directus_roles: ['id', 'parent']
};

/** What all policies allow to read, at one version of the rights. */
interface State {
	version: string;
	readAt: number;
	/** A hash of the tables. */
	tables: string;
	permissions: ReadPermission[];
	relations: Relations;
	collections: Record<ContentKind, ReadonlySet<string>>;
	/** By the ids of the policies that a person holds. */
	keys: Map<string, Keys>;
}

/** Computes rights keys; what they are made of is read for each version of the rights, and at most once a second. */
export class RightsMemory {
	readonly #database: Database;
	readonly #getSchema: Context['getSchema'];
	readonly #services: Context['services'];
	#state: State | null = null;
	#renewing: Promise<State> | null = null;
	#seen = { version: '', at: 0 };

	constructor({ database, getSchema, services }: Pick<Context, Needed>) {
		this.#database = database;
		this.#getSchema = getSchema;
		this.#services = services;
	}

	/** The keys of a person who holds these policies. */
	async keysOf(held: readonly Policy[]): Promise<Keys> {
		return keysIn(await this.#current(), held);
	}

	/**
	 * Whether Directus reads for this caller by the rights that a key stands for. False in the second after a change of
	 * rights, and where the role in the token, which Directus goes by, is no longer the person's.
	 */
	async areHeld(key: string, { user, role }: Accountability): Promise<boolean> {
		const state = await this.#current();
		if (!user || !this.#isSettled(state.version)) return false;
		const person = await this.#database('directus_users')
			.where({ id: user })
			.first<{ role: string | null } | undefined>('role');
		if (!person || person.role !== role) return false;

		const held = await policiesOf(this.#database, user);
		return Object.values(keysIn(state, held)).includes(key);
	}

	/** The collections that each kind of content depends on, by the rules of all policies. */
	async collections(): Promise<Record<ContentKind, ReadonlySet<string>>> {
		return (await this.#current()).collections;
	}

	/** Whether any content is made of this collection. */
	async shows(collection: string): Promise<boolean> {
		const collections = await this.collections();
		return CONTENT_KINDS.some((kind) => collections[kind].has(collection));
	}

	async #current(): Promise<State> {
		const version = await readVersion(this.#database);
		const state = this.#state;
		const isCurrent = state?.version === version && now() - state.readAt < COMPARED_MILLISECONDS;
		if (isCurrent) return state;
		// a version is new before its change is committed: what is read too early must not be kept
		if (!this.#isSettled(version)) return this.#read(version);
		return (this.#renewing ??= this.#renew(version).finally(() => (this.#renewing = null)));
	}

	async #renew(version: string): Promise<State> {
		const state = await this.#read(version);
		const last = this.#state;
		if (last?.version !== version) await this.#clearDirectusMemory();
		else if (last.tables !== state.tables) return this.#renewVersion();
		else if (last.relations === state.relations) state.keys = last.keys;
		return (this.#state = state);
	}

	/** The tables changed under a version: another one makes all replicas clear what they and Directus remember. */
	async #renewVersion(): Promise<State> {
		await renewVersion(this.#database);
		return this.#read(await readVersion(this.#database));
	}

	/**
	 * Directus clears its memory within the transaction of a change, where a read in between fills it with what was before,
	 * and not at all for a flow or SQL: it would answer by rights that the tables no longer have, for as long as it runs.
	 */
	async #clearDirectusMemory(): Promise<void> {
		const accountability = { user: null, role: null, roles: [], admin: true, app: false, ip: null };
		const utils = new this.#services.UtilsService({
			schema: await this.#getSchema(),
			accountability
		});
		await utils.clearCache({ system: true });
	}

	#isSettled(version: string): boolean {
		if (version !== this.#seen.version) this.#seen = { version, at: now() };
		return now() - this.#seen.at >= SETTLING_MILLISECONDS;
	}

	async #read(version: string): Promise<State> {
		const readAt = now();
		const contents = await Promise.all(
			Object.entries(TABLES).map(([table, columns]) =>
				this.#database(table).orderBy('id').select<object[]>(columns)
			)
		);
		const tables = createHash('sha256').update(JSON.stringify(contents)).digest('base64');
		const rows = (contents[0] as Row[]).filter(({ action }) => action === 'read');
		const permissions = rows.map(({ policy, collection, permissions, fields }) => ({
			policy,
			collection,
			fields,
			rule: ruleIn(permissions)
		}));
		const { relations } = await this.#getSchema();
		const collections = collectionsByKind(permissions, relations);
		return { version, readAt, tables, permissions, relations, collections, keys: new Map() };
	}
}

type Needed = 'database' | 'getSchema' | 'services';

let memory: RightsMemory | null = null;

/** The memory of this process: endpoints and hooks share it. */
export function rightsMemory(context: Pick<Context, Needed>): RightsMemory {
	return (memory ??= new RightsMemory(context));
}

/** The policies that a person holds as the tables are now, with what a rights key depends on. */
export function policiesOf(database: Database, user: string): Promise<Policy[]> {
	return heldPolicies(database, { 'person.id': user }).select<Policy[]>(
		'policy.id',
		'policy.ip_access',
		'policy.app_access',
		'policy.admin_access'
	);
}

function keysIn({ version, permissions, relations, keys }: State, held: readonly Policy[]): Keys {
	const ids = [...new Set(held.map(({ id }) => id))].sort();
	const known = keys.get(ids.join());
	if (known) return known;
	const own = permissions.filter(({ policy }) => ids.includes(policy));
	// what others' rules look into makes no difference to these people
	const collections = collectionsByKind(own, relations);
	const made = byKind((kind) =>
		rightsKey(held, { kind, collections: collections[kind], permissions: own, version })
	);
	keys.set(ids.join(), made);
	return made;
}

function ruleIn(stored: unknown): unknown {
	return (typeof stored === 'string' ? (JSON.parse(stored) as unknown) : stored) ?? {};
}

interface Row extends Omit<ReadPermission, 'rule'> {
	action: string;
	/** JSON text on SQLite. */
	permissions: unknown;
}

function now(): number {
	return performance.now();
}
