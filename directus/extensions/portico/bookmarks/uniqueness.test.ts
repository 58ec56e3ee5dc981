import knex from 'knex';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isUnique, keepUnique } from './uniqueness.ts';

const logger = { warn: vi.fn() } as unknown as Parameters<typeof keepUnique>[1]; // it only warns
let database: ReturnType<typeof knex>;
beforeEach(async () => {
	vi.clearAllMocks();
	database = knex({ client: 'sqlite3', connection: ':memory:', useNullAsDefault: true });
	await database.schema.createTable('bookmarks', (table) => {
		table.increments('id');
		table.string('user_created');
		table.integer('article').notNullable();
	});
});
afterEach(() => database.destroy());

const add = (user_created: string | null, article: number) =>
	database('bookmarks').insert({ user_created, article });

test('G13 a second bookmark of an article by the same member is refused by the database', async () => {
	await keepUnique(database, logger);
	await keepUnique(database, logger);
	await add('ada', 1);
	await add('ada', 2);
	await add('eve', 1);
	await add(null, 1);
	await add(null, 1);

	await expect(add('ada', 1)).rejects.toThrow('UNIQUE');
	expect(await isUnique(database)).toBe(true);
});

test('duplicates of an older release stay and are reported, until they are gone', async () => {
	for (const [user, article] of [
		['ada', 1],
		['ada', 1],
		['ada', 1],
		['eve', 2],
		['eve', 2]
	] as const)
		await add(user, article);
	await keepUnique(database, logger);
	expect(logger.warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('2 articles'));
	expect(await database('bookmarks')).toHaveLength(5);
	expect(await isUnique(database)).toBe(false);

	await database('bookmarks').whereNotIn('id', [1, 4]).delete();
	await keepUnique(database, logger);
	expect(await isUnique(database)).toBe(true);
});

test('a Directus without the collection lacks nothing', async () => {
	await database.schema.dropTable('bookmarks');
	await keepUnique(database, logger);
	expect(await isUnique(database)).toBe(true);
});
