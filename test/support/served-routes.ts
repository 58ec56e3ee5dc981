// Sends the routes of the built server to the process that forked this one, which has no environment that the server's
// modules could read when they are loaded.

interface Manifest {
	routes: {
		id: string;
		page: { leaf: number } | null;
		endpoint: (() => Promise<object>) | null;
	}[];
	nodes: (() => Promise<{ server?: { actions?: object } }>)[];
}

/** A route by the manifest of the build. */
export interface ServedRoute {
	/** Kit's id, such as `/(public)/articles/[slug]`. */
	id: string;
	isPage: boolean;
	/** The methods of its endpoint; empty where there is none. */
	methods: string[];
	/** The names of its forms' actions. */
	actions: string[];
}

const build = new URL('../../app/build/', import.meta.url);
// sets up the environment that the modules of routes need
await import(new URL('handler.js', build).href);
const { manifest } = (await import(new URL('server/manifest.js', build).href)) as {
	manifest: Manifest; // Kit's own
};

const routes = manifest.routes.map(async ({ id, page, endpoint }): Promise<ServedRoute> => {
	const node = page && (await manifest.nodes[page.leaf]?.());
	return {
		id,
		isPage: page !== null,
		methods: Object.keys((await endpoint?.()) ?? {}).filter((name) => /^[A-Z]+$/.test(name)),
		actions: Object.keys(node?.server?.actions ?? {})
	};
});
process.send?.(await Promise.all(routes), () => process.exit());
