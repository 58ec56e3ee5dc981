import type { Router } from 'express';
import { endpoint, type Context } from './endpoint.ts';

/**
 * What guests may do, in the words in which Directus' own `/permissions/me` tells everybody else. Policies that are for
 * some addresses only are left out: the app asks for all guests at once.
 */
export function permissions(router: Router, { database }: Context): void {
	router.get(
		'/permissions',
		endpoint(async (_request, response) => {
			const rows = await database('directus_permissions as permission')
				.join('directus_policies as policy', 'policy.id', 'permission.policy')
				.join('directus_access as access', 'access.policy', 'policy.id')
				.whereNull('access.role')
				.whereNull('access.user')
				.andWhere((policy) => {
					void policy.whereNull('policy.ip_access').orWhere('policy.ip_access', '');
				})
				.select<Permission[]>(
					'permission.collection',
					'permission.action',
					'permission.permissions'
				);
			response.json({ data: byCollection(rows) });
		})
	);
}

/** A permission as its table has it. */
export interface Permission {
	collection: string;
	action: string;
	/** The rule for rows; JSON text on SQLite. */
	permissions: Record<string, unknown> | string | null;
}

type Extent = { access: 'full' | 'partial' };

/** How far the permissions go, by collection and action: `partial` where one of them has a rule for rows. */
export function byCollection(permissions: Permission[]): Record<string, Record<string, Extent>> {
	const all: Record<string, Record<string, Extent>> = {};
	for (const { collection, action, permissions: rule } of permissions) {
		const parsed: unknown = typeof rule === 'string' ? JSON.parse(rule) : rule;
		const isLimited = Object.keys(parsed ?? {}).length > 0;
		const actions = (all[collection] ??= {});
		const before = actions[action]?.access;
		actions[action] = { access: isLimited || before === 'partial' ? 'partial' : 'full' };
	}
	return all;
}
