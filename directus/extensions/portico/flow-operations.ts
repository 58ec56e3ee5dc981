import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Knex } from 'knex';

/** Fields of an operation that name its successor, by outcome. */
const OUTCOMES = ['resolve', 'reject'] as const;

/** A stored operation, or the part of one that a change contains. */
interface Operation {
	id: string;
	flow: string | null;
	resolve: string | null;
	reject: string | null;
}

/**
 * Refuses operations that lead back to themselves, or to one of another flow: Directus follows them whenever it loads its
 * flows, at every start too, and would end there.
 */
export const flowOperations: HookConfig = ({ filter }) => {
	filter<Record<string, unknown>>('operations.create', async (values, _meta, { database }) => {
		await refuseCircles(database, [textOr(values['id'], 'new')], values);
		return values;
	});
	filter<Record<string, unknown>>('operations.update', async (values, { keys }, { database }) => {
		await refuseCircles(database, keys as string[], values);
		return values;
	});
};

async function refuseCircles(
	database: Knex,
	keys: string[],
	values: Record<string, unknown>
): Promise<void> {
	if (![...OUTCOMES, 'flow'].some((name) => name in values)) return;
	const rows = await database('directus_operations').select<Operation[]>('id', 'flow', ...OUTCOMES);
	const operations = new Map(rows.map((row) => [row.id, row]));
	for (const key of keys) change(operations, key, values);
	for (const key of keys) checkFrom(operations, key);
}

/** Records the changed fields of an operation, and of the operations that follow it. */
function change(operations: Map<string, Operation>, id: string, values: Record<string, unknown>) {
	const before = operations.get(id) ?? { id, flow: null, resolve: null, reject: null };
	const flow = 'flow' in values ? idOf(values['flow']) : before.flow;
	const after: Operation = { ...before, flow };
	// a placeholder: the nested operations are read next, and may lead back here
	operations.set(id, after);
	for (const outcome of OUTCOMES) {
		if (!(outcome in values)) continue;
		const next = values[outcome];
		after[outcome] = typeof next === 'object' && next ? `${id}.${outcome}` : idOf(next);
		if (typeof next !== 'object' || !next) continue;
		const nested = next as Record<string, unknown>;
		const nestedId = textOr(nested['id'], `${id}.${outcome}`);
		after[outcome] = nestedId;
		change(operations, nestedId, { flow, ...nested });
	}
}

/** @throws 400 where the operations after it lead back, or out of the flow */
function checkFrom(operations: Map<string, Operation>, start: string): void {
	const { flow } = operations.get(start) ?? { flow: null };
	/** Those on the way from the start to where this is. */
	const way = new Set<string>();
	const passed = new Set<string>();
	const follow = (id: string) => {
		if (way.has(id)) refuse('An operation of a flow may not lead back to itself');
		if (passed.has(id)) return;
		const operation = operations.get(id);
		// Directus itself reports a missing operation
		if (!operation) return;
		if (operation.flow !== flow) refuse('An operation may lead to one of its own flow only');
		way.add(id);
		for (const outcome of OUTCOMES) {
			const next = operation[outcome];
			if (next !== null) follow(next);
		}
		way.delete(id);
		passed.add(id);
	};
	follow(start);
}

function idOf(value: unknown): string | null {
	if (typeof value === 'object' && value) return textOr((value as { id?: unknown }).id, 'new');
	return typeof value === 'string' ? value : null;
}

function textOr(value: unknown, otherwise: string): string {
	return typeof value === 'string' ? value : otherwise;
}

function refuse(reason: string): never {
	throw new InvalidPayloadError({ reason });
}
