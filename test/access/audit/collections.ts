/** Treatment of a collection by the audit: words are planted in it, or the reason why there are none. */
type Knowledge = 'planted' | { without: string };

const MODEL: Knowledge = { without: 'is the model, which Studio shows to its people' };
const KEYS: Knowledge = { without: 'holds keys of other rows, and no text' };

/** Every collection of the model. A missing one fails the audit: decide which callers may see which of its rows. */
export const COLLECTIONS: Record<string, Knowledge> = {
	articles: 'planted',
	bookmarks: 'planted',
	categories: 'planted',
	comments: 'planted',
	navigation: 'planted',
	pages: 'planted',
	redirects: 'planted',
	site: 'planted',
	community: { without: 'is a folder of collections in Studio' },
	content: { without: 'is a folder of collections in Studio' },
	website: { without: 'is a folder of collections in Studio' },
	directus_access: KEYS,
	directus_activity: 'planted',
	directus_collections: MODEL,
	directus_comments: 'planted',
	directus_dashboards: 'planted',
	directus_deployment_projects: { without: 'has rows where a host is connected only' },
	directus_deployment_runs: { without: 'has rows where a host is connected only' },
	directus_deployments: { without: 'has rows where a host is connected only' },
	directus_extensions: { without: 'names what is installed' },
	directus_fields: MODEL,
	directus_files: 'planted',
	directus_flows: 'planted',
	directus_folders: 'planted',
	directus_migrations: { without: 'names what Directus did to its tables' },
	directus_notifications: 'planted',
	directus_operations: 'planted',
	directus_panels: 'planted',
	directus_permissions: KEYS,
	directus_policies: 'planted',
	directus_presets: 'planted',
	directus_relations: MODEL,
	directus_revisions: { without: 'repeats the rows that were changed, with their words' },
	directus_roles: 'planted',
	directus_sessions: 'planted',
	directus_settings: 'planted',
	directus_shares: 'planted',
	directus_translations: 'planted',
	directus_users: 'planted',
	directus_versions: { without: 'is empty: no collection of the model keeps versions' }
};

/** The collections that are missing in the list above. */
export function unknownCollections(collections: string[]): string[] {
	return collections.filter((collection) => !Object.hasOwn(COLLECTIONS, collection));
}
