import type { Installation as Inside } from '@portico/contract/installation-report.ts';
import { type Finding, must, ok, should } from '../finding.ts';

/** How many requests at once are to find different processes. */
export const ENOUGH_REQUESTS = 8;

/** Judges whether several processes share the state that they must share; `directus` are the processes that answered. */
export function judgeProcesses(
	directus: Pick<Inside, 'process' | 'variables' | 'redis'>[],
	eventUrls: string[],
	appHasRedis: boolean
): Finding[] {
	const count = new Set(directus.map(({ process }) => process)).size;
	const [first] = directus;
	if (!first) return [];
	const findings = [
		...(count > 1 ? judgeSeveral(count, first) : []),
		...judgeApps(eventUrls.length, appHasRedis)
	];
	if (findings.length > 0) return findings;
	return [ok('processes', `Directus on ${String(first.variables.DB_CLIENT)}, ${inWords(count)}.`)];
}

function judgeSeveral(
	count: number,
	{ variables, redis }: Pick<Inside, 'variables' | 'redis'>
): Finding[] {
	if (variables.DB_CLIENT === 'sqlite3') {
		return [
			must('processes', {
				what: `${count} processes of Directus use one SQLite file.`,
				why: 'It is made for one: writes fail, and on a network drive the file breaks.',
				fix: 'One process, or DB_CLIENT=pg with a PostgreSQL.'
			})
		];
	}
	if (redis) return [];
	return [
		must('processes', {
			what: `${count} processes of Directus have no Redis in common.`,
			why: 'Each caches permissions for ever: permissions removed in Studio stay in force in the others.',
			fix: 'REDIS_URL, the same for all processes of Directus.'
		})
	];
}

function judgeApps(count: number, hasRedis: boolean): Finding[] {
	if (count < 2 || hasRedis) return [];
	return [
		should('app-processes', {
			what: `${count} processes of the app have no Redis in common.`,
			why: 'Each counts attempts by itself, which multiplies the limits; each refreshes by itself.',
			fix: 'REDIS_URL, the same for all processes of the app.'
		})
	];
}

function inWords(count: number): string {
	return count === 1 ? 'one process' : `${count} processes with Redis`;
}
