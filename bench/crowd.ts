import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import jwt from 'jsonwebtoken';
import { editor, member, premium } from '../directus/access/roles.ts';
import { Directus } from '../test/support/directus.ts';
import type { OwnDirectus } from '../test/support/own-directus.ts';

/** A member with a session: a header with the cookies of the site. */
export interface Visitor {
	cookie: string;
}

/** Members with sessions, and the addresses of articles. */
export interface Crowd {
	visitors: Visitor[];
	articles: string[];
}

const AUDIENCES = ['public', 'members', 'premium'];
const SESSION_MILLISECONDS = 3_600_000;
const PARAGRAPHS = 25;
/** About 800 words. */
const BODY = `<p>${'Some words of an article that people read. '.repeat(4)}</p>`.repeat(PARAGRAPHS);

/**
 * Puts members of five roles, each with a session, and published articles of all audiences into the database of a Directus, as
 * quickly as rows can be written. Nobody signs in: the access tokens are signed with the secret of the installation.
 */
export async function makeCrowd(
	own: OwnDirectus,
	secret: string,
	{ members, articles }: { members: number; articles: number }
): Promise<Crowd> {
	const roles = await fiveRoles(new Directus(own));
	const database = new DatabaseSync(own.databaseFile);
	try {
		database.exec('begin immediate');
		const people = Array.from({ length: members }, (_, index) =>
			insertPerson(database, roles[index % roles.length] ?? member.id, secret)
		);
		const paths = Array.from({ length: articles }, (_, index) => insertArticle(database, index));
		database.exec('commit');
		return { visitors: people, articles: paths };
	} finally {
		database.close();
	}
}

/** Ours, and two of an administrator's, whose rules for articles are none of ours. */
async function fiveRoles(directus: Directus): Promise<string[]> {
	const roles = [member.id, premium.id, editor.id];
	for (const rule of [{ id: { _nnull: true } }, { audience: { _in: AUDIENCES } }]) {
		const role = await directus.makeRole();
		await directus.makePolicy({
			addresses: [],
			role,
			permissions: [{ collection: 'articles', action: 'read', fields: ['*'], permissions: rule }]
		});
		roles.push(role);
	}
	return roles;
}

function insertPerson(database: DatabaseSync, role: string, secret: string): Visitor {
	const id = randomUUID();
	const session = randomBytes(48).toString('base64url');
	insert(database, 'directus_users', {
		id,
		role,
		email: `${id}@example.com`,
		first_name: 'Ada',
		last_name: 'Example',
		status: 'active',
		provider: 'default'
	});
	const expires = Date.now() + SESSION_MILLISECONDS;
	insert(database, 'directus_sessions', { token: session, user: id, expires });
	// the claims of Directus' own
	const claims = { id, role, app_access: role === editor.id, admin_access: false, session };
	const token = jwt.sign(claims, secret, {
		issuer: 'directus',
		expiresIn: SESSION_MILLISECONDS / 1000
	});
	return { cookie: `access_token=${token}; refresh_token=${session}` };
}

function insertArticle(database: DatabaseSync, index: number): string {
	const slug = `article-${index}`;
	insert(database, 'articles', {
		slug,
		title: `Article ${index}`,
		summary: 'Its summary.',
		// each has a text of its own
		body: `<p>Number ${index}.</p>${BODY}`,
		status: 'published',
		audience: AUDIENCES[index % AUDIENCES.length] ?? '',
		// Directus keeps milliseconds in SQLite
		published_at: Date.UTC(2020, 0, 1)
	});
	return `/articles/${slug}`;
}

function insert(
	database: DatabaseSync,
	table: string,
	values: Record<string, SQLInputValue>
): void {
	const names = Object.keys(values);
	const places = names.map(() => '?').join();
	database
		.prepare(`insert into ${table} (${names.join()}) values (${places})`)
		.run(...Object.values(values));
}
