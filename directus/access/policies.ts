import type { Audience } from '@portico/contract/audience.ts';
import { PROFILE_FIELDS } from '@portico/contract/profile.ts';
import { avatars, covers, pictures } from './folders.ts';
import {
	all,
	create,
	manage,
	own,
	type Permission,
	read,
	remove,
	type Rule,
	update
} from './permission.ts';
import { editor, member, premium, type Role } from './roles.ts';

/** A set of permissions and its holders. A person with several policies has the permissions of all of them. */
export interface Policy {
	id: string;
	name: string;
	icon: string;
	description: string;
	/** Lets its holders into Studio. */
	studio: boolean;
	/** `guest` stands for visitors without a session. A member has the policies of the role only. */
	holders: (Role | 'guest')[];
	permissions: Permission[];
}

/**
 * The same fields in each policy that shows articles. Were one of them shorter, its rows would be readable in part,
 * and Directus lets filters look into the rest of such rows.
 */
const articleFields = [
	'id',
	'status',
	'title',
	'slug',
	'summary',
	'body',
	'cover',
	'category',
	'author',
	'tags',
	'audience',
	'language',
	'published_at',
	'date_updated'
];

const published: Rule = { status: { _eq: 'published' } };

const dated: Rule = { published_at: { _lte: '$NOW' } };

function publishedFor(audience: Audience): Rule {
	return { _and: [published, dated, { audience: { _eq: audience } }] };
}

const ARTICLES_WITH_THIS_COVER = '$FOLLOW(articles,cover)';

const hasPublishedArticle: Rule = { [ARTICLES_WITH_THIS_COVER]: { _and: [published, dated] } };

const hasNoArticle: Rule = { [ARTICLES_WITH_THIS_COVER]: { id: { _null: true } } };

/**
 * Covers of published articles of every audience, and the pictures of texts. Neither `_some` nor `_none` may be in
 * it: with them Directus 11 shows covers of drafts as well, or none at all.
 */
const visiblePicture: Rule = {
	_and: [
		{ folder: { _in: [covers.id, pictures.id] } },
		{
			_or: [
				hasPublishedArticle,
				// a file in the other folder was a cover, or will be one
				{ _and: [{ folder: { _eq: pictures.id } }, hasNoArticle] }
			]
		}
	]
};

const publicContent: Policy = {
	id: '7075626c-6963-4000-8000-000000000011',
	name: 'Public content',
	icon: 'public',
	description: 'Reads what the site shows to everyone.',
	studio: false,
	holders: ['guest', member, premium, editor],
	permissions: [
		read('articles', articleFields, publishedFor('public')),
		read('categories', ['id', 'name', 'slug', 'description'], all),
		read('pages', ['id', 'status', 'title', 'slug', 'summary', 'body', 'date_updated'], published),
		read('navigation', ['id', 'label', 'url', 'place', 'sort'], all),
		read(
			'site',
			[
				'id',
				'name',
				'tagline',
				'description',
				'footer',
				'time_zone',
				'language',
				'premium_text',
				'premium_link',
				'premium_link_text',
				'terms_link',
				'terms_version'
			],
			all
		),
		read(
			'directus_files',
			['id', 'title', 'description', 'type', 'width', 'height', 'filesize', 'modified_on'],
			visiblePicture
		)
	]
};

const memberContent: Policy = {
	id: '6d656d62-6572-4000-8000-000000000012',
	name: "Members' content",
	icon: 'person',
	description: 'Reads articles for members.',
	studio: false,
	holders: [member, premium],
	permissions: [read('articles', articleFields, publishedFor('members'))]
};

const premiumContent: Policy = {
	id: '7072656d-6975-4d00-8000-000000000013',
	name: 'Premium content',
	icon: 'workspace_premium',
	description: 'Reads articles for premium members.',
	studio: false,
	holders: [premium],
	permissions: [read('articles', articleFields, publishedFor('premium'))]
};

const profileColumns = PROFILE_FIELDS.map(({ name }) => name);

const self: Policy = {
	id: '73656c66-0000-4000-8000-000000000014',
	name: 'Self',
	icon: 'badge',
	description: 'Reads the own record, and changes the own names, language and profile.',
	studio: false,
	holders: [member, premium, editor],
	permissions: [
		read(
			'directus_users',
			[
				...['id', 'email', 'first_name', 'last_name', 'status', 'role', 'language', 'avatar'],
				...profileColumns
			],
			{ id: { _eq: '$CURRENT_USER' } }
		),
		// Never password, e-mail, role, status or tfa_secret: Directus would not require the current password. Nor avatar,
		// which could be any file. username_key is written by the extension, whatever a member sends for it.
		update(
			'directus_users',
			['first_name', 'last_name', 'language', ...profileColumns, 'username_key'],
			{ id: { _eq: '$CURRENT_USER' } }
		)
	]
};

const participation: Policy = {
	id: '70617274-6963-4000-8000-000000000015',
	name: 'Comments and bookmarks',
	icon: 'chat',
	description: 'Writes comments and keeps a reading list; sees and changes the own ones.',
	studio: false,
	holders: [member, premium, editor],
	permissions: [
		create('comments', ['article', 'body'], { body: { _nempty: true } }),
		read('comments', ['id', 'article', 'body', 'user_created', 'date_created'], own),
		update('comments', ['body'], own, { body: { _nempty: true } }),
		remove('comments', own),
		create('bookmarks', ['article']),
		read('bookmarks', ['id', 'article', 'read', 'position', 'user_created', 'date_created'], own),
		update('bookmarks', ['read', 'position'], own),
		remove('bookmarks', own)
	]
};

/** Every file but the avatars, which are no content. */
const contentFile: Rule = {
	_or: [{ folder: { _null: true } }, { folder: { _neq: avatars.id } }]
};

/** Permissions of the role Editor. */
export const editing: Policy = {
	id: '65646974-696e-4700-8000-000000000016',
	name: 'Editing',
	icon: 'edit',
	description: 'Opens Studio, and writes, publishes and deletes content there.',
	studio: true,
	holders: [editor],
	permissions: [
		...manage('articles'),
		...manage('categories'),
		...manage('pages'),
		...manage('navigation'),
		...manage('site'),
		...manage('redirects'),
		create('directus_files', ['*']),
		read('directus_files', ['*'], contentFile),
		update('directus_files', ['*'], contentFile),
		remove('directus_files', contentFile),
		...manage('directus_folders'),
		read('comments', ['*'], all),
		remove('comments', all),
		// How Studio looks to oneself
		update('directus_users', ['appearance', 'theme_light', 'theme_dark'], {
			id: { _eq: '$CURRENT_USER' }
		})
	]
};

/** Every policy of ours. Changes made to them in Studio are undone; policies made in Studio stay as they are. */
export const policies: Policy[] = [
	publicContent,
	memberContent,
	premiumContent,
	self,
	participation,
	editing
];
