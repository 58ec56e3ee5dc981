import { expect, test } from 'vitest';
import { judgeProcesses } from './processes-check.ts';

const variables = (DB_CLIENT: string) => ({ DB_CLIENT }) as never; // nothing else is looked at
const directus = (client: string, redis: boolean, names: string[]) =>
	names.map((process) => ({ process, redis, variables: variables(client) }));
const one = ['http://app-1/hooks/directus'];
const two = [...one, 'http://app-2/hooks/directus'];

test.each([
	['one of each, on SQLite', directus('sqlite3', false, ['a', 'a']), one, false, ['ok processes']],
	['two on SQLite', directus('sqlite3', true, ['a', 'b']), one, false, ['must processes']],
	['two without Redis', directus('pg', false, ['a', 'b']), one, true, ['must processes']],
	['two with Redis', directus('pg', true, ['a', 'b']), two, true, ['ok processes']],
	['two apps without it', directus('pg', true, ['a']), two, false, ['should app-processes']]
])('state shared between processes: %s', (_, seen, urls, appHasRedis, findings) => {
	const found = judgeProcesses(seen, urls, appHasRedis);
	expect(found.map(({ id, severity }) => `${severity} ${id}`)).toEqual(findings);
});
