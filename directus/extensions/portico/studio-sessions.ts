import type { HookConfig } from '@directus/extensions';
import type { Database } from './endpoint.ts';

/**
 * Ends the sessions of people whose role is changed from or to one with access to Studio. Directus believes the role
 * that is written in a token, so that a demoted administrator would stay one for as long as the session lives. Other
 * people keep theirs: their tokens live for minutes, and the app renews them at once.
 */
export const studioSessions: HookConfig = ({ filter, action }, { database, logger }) => {
	/** The roles before the changes in flight, by person. */
	const rolesBefore = new Map<string, string | null>();

	// within the transaction, if there is one: SQLite has one connection
	filter<Changes>('users.update', async (changes, { keys }, { database }) => {
		if ('role' in changes) {
			const people = await peopleOf(database, keys as string[]);
			for (const { id, role } of people) rolesBefore.set(id, role);
		}
		return changes;
	});

	action('users.update', ({ payload, keys }) => {
		if (!('role' in (payload as Changes))) return;
		endSessionsOfMoved(keys as string[]).catch((cause: unknown) => {
			logger.error(
				cause,
				'Sessions outlived a change of role from or to one with access to Studio'
			);
		});
	});

	async function endSessionsOfMoved(keys: string[]): Promise<void> {
		const studio = await rolesWithStudio(database);
		const moved: string[] = [];
		for (const { id, role } of await peopleOf(database, keys)) {
			const before = rolesBefore.get(id) ?? null;
			rolesBefore.delete(id);
			const concernsStudio = [before, role].some((one) => one !== null && studio.has(one));
			if (before !== role && concernsStudio) moved.push(id);
		}
		if (moved.length > 0) await endSessions(database, moved);
	}
};

type Changes = Record<string, unknown>;

interface Role {
	id: string;
	parent: string | null;
}

/** The roles that have one of these, or whose parent, or parent's parent, has. */
export function withDescendants(roles: Role[], granted: Iterable<string>): Set<string> {
	const all = new Set(granted);
	for (let known = -1; known !== all.size;) {
		known = all.size;
		for (const { id, parent } of roles) if (parent !== null && all.has(parent)) all.add(id);
	}
	return all;
}

async function rolesWithStudio(database: Database): Promise<Set<string>> {
	const roles = await database<Role>('directus_roles').select('id', 'parent');
	const granted = await database('directus_access as access')
		.join('directus_policies as policy', 'policy.id', 'access.policy')
		.whereNotNull('access.role')
		.andWhere((policy) => {
			void policy.where('policy.app_access', true).orWhere('policy.admin_access', true);
		})
		.select<{ role: string }[]>('access.role');

	return withDescendants(
		roles,
		granted.map(({ role }) => role)
	);
}

function peopleOf(database: Database, people: string[]) {
	return database<{ id: string; role: string | null }>('directus_users')
		.select('id', 'role')
		.whereIn('id', people);
}

/** A refresh at the same moment adds a row that a delete in progress does not see: it is the last when it finds none. */
async function endSessions(database: Database, people: string[]): Promise<void> {
	const ended = () => database('directus_sessions').whereIn('user', people).delete();
	while ((await ended()) > 0);
}
