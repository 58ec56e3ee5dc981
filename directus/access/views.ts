/** The columns Studio shows of a collection, until a person chooses others. */
export interface View {
	collection: string;
	/** Widths in pixels by field, in the order of the columns. */
	columns: Record<string, number>;
	/** A field, with - before it the other way round. */
	sort: string;
}

/** A view for each collection whose default columns are not enough. */
export const views: View[] = [
	{
		collection: 'articles',
		columns: { title: 320, status: 110, audience: 160, category: 110, published_at: 160 },
		sort: '-published_at'
	},
	{
		collection: 'pages',
		columns: { title: 320, slug: 220, status: 110, date_updated: 160 },
		sort: 'slug'
	},
	{
		collection: 'categories',
		columns: { name: 200, slug: 200, description: 400 },
		sort: 'name'
	},
	{
		collection: 'comments',
		columns: { body: 400, article: 240, date_created: 160 },
		sort: '-date_created'
	},
	{
		collection: 'redirects',
		columns: { from: 320, to: 320, date_created: 160 },
		sort: '-date_created'
	}
];
