import { ForbiddenError } from '@directus/errors';
import type { Knex } from 'knex';

/** A bookmark, the place where it goes (1 is the first), and whose it is. */
interface Move {
	id: number;
	position: number;
	user: string;
}

/** The columns of a bookmark that its order depends on. */
interface Row {
	id: number;
	user_created: string | null;
	position: number;
}

/**
 * Moves a bookmark within the list of its owner, whose positions count from 1 without a gap afterwards. A new bookmark has
 * position 0, so those that were never moved come first, the latest before the others.
 *
 * @param write updates the moved row with the rights of its owner
 * @throws 403 where this person has no such bookmark
 */
export async function move(
	transaction: Knex.Transaction,
	{ id, position, user }: Move,
	write: (place: number) => Promise<void>
): Promise<void> {
	const own = () => transaction<Row>('bookmarks').where('user_created', user);
	// locks the rows on PostgreSQL, in one order for all; SQLite has one writer at a time
	const ids = await own().orderBy('id').forUpdate().pluck('id');
	if (!ids.includes(id)) throw new ForbiddenError();
	await number(transaction, user);

	const row = await own().andWhere({ id }).first('position');
	const from = row?.position ?? 1;
	const to = Math.min(position, ids.length);
	if (to > from)
		await own()
			.whereBetween('position', [from + 1, to])
			.decrement('position', 1);
	if (to < from)
		await own()
			.whereBetween('position', [to, from - 1])
			.increment('position', 1);
	await write(to);
}

/** Gives each row the position that it has in the list. */
async function number(transaction: Knex.Transaction, user: string): Promise<void> {
	await transaction.raw(
		`update bookmarks set position = placed.place
		from (
			select id, row_number() over (order by position, id desc) as place
			from bookmarks where user_created = ?
		) as placed
		where bookmarks.id = placed.id and bookmarks.position <> placed.place`,
		[user]
	);
}
