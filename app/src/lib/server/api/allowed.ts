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
		read: ['id', 'article', 'date_created'],
		create: ['article'],
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

/** The fields of `/api/directus/users/me`: those of the profile page, and what tells the page whose it is. */
export const OWN_RECORD: Allowed = {
	read: ['id', 'email', 'first_name', 'last_name', 'language', 'avatar'],
	update: ['first_name', 'last_name', 'language']
};
