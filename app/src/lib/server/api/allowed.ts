import { PROFILE_FIELDS } from '@portico/contract/profile.ts';

/** What a page in the browser may ask of a collection, beside what Directus allows the member. */
export interface Allowed {
	/** Fields to read, to filter and sort by, and to aggregate. */
	read: readonly string[];
	/** Fields of a new item; without them, none can be created. */
	create?: readonly string[];
	update?: readonly string[];
	remove?: boolean;
}

/** The collections of `/api/directus/items`. What is not listed is refused. */
export const COLLECTIONS: Readonly<Record<string, Allowed>> = {
	articles: {
		read: [
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
		]
	},
	bookmarks: {
		read: ['id', 'article', 'read', 'position', 'date_created'],
		create: ['article'],
		// the order is changed on the page, for all entries at once
		update: ['read'],
		remove: true
	},
	categories: { read: ['id', 'name', 'slug', 'description'] },
	comments: {
		read: ['id', 'article', 'body', 'date_created'],
		create: ['article', 'body'],
		update: ['body'],
		remove: true
	}
};

const profile = PROFILE_FIELDS.map(({ name }) => name);

/** The fields of `/api/directus/users/me`: those of the profile page, and what tells the page whose it is. */
export const OWN_RECORD: Allowed = {
	read: ['id', 'email', 'first_name', 'last_name', 'language', ...profile],
	update: ['first_name', 'last_name', 'language', ...profile]
};
