import type { permissionsAnswer } from '@portico/contract/answers.ts';
import { byKind } from '@portico/contract/content.ts';
import type { Router } from 'express';
import type { InferInput } from 'valibot';
import { guestPolicies } from './api-access/held-policies.ts';
import { coversAddress } from './api-access/ip-access.ts';
import { endpoint, type Context } from './endpoint.ts';
import { rightsMemory } from './rights/rights-memory.ts';

/**
 * Permissions of guests, in the format of Directus' own `/permissions/me`: of all guests, or of those at the address that
 * the app names. `rules_by_address` reports whether the address makes a difference, and `collections` which changes concern
 * the content that the app has cached.
 */
export function permissions(router: Router, context: Context): void {
	const { database } = context;
	const memory = rightsMemory(context);
	router.get(
		'/permissions',
		endpoint(async ({ accountability: { ip } }, response) => {
			const rows = await guestPolicies(database)
				.leftJoin('directus_permissions as permission', 'permission.policy', 'policy.id')
				.select<Row[]>(
					'permission.collection',
					'permission.action',
					'permission.permissions',
					'policy.ip_access'
				);
			const counting = rows.filter(({ ip_access }) => coversAddress(ip_access, ip ?? null));
			const shown = await memory.collections();
			const meta = {
				rules_by_address: rows.some(({ ip_access }) => !!ip_access),
				collections: byKind((kind) => [...shown[kind]])
			};
			const data = byCollection(counting.filter(isPermission));
			response.json({ data, meta } satisfies InferInput<typeof permissionsAnswer>);
		})
	);
}

/** A policy without permissions is a row as well. */
type Row = (Permission | Record<keyof Permission, null>) & { ip_access: string | null };

function isPermission(row: Row): row is Permission & Row {
	return row.collection !== null;
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
