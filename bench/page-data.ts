/** Data of a page and of the layout around it. */
export interface PageData {
	layout: unknown;
	page: unknown;
}

/** A value, or where in the list its parts are (devalue's flat form). */
type Flat = string | number | boolean | null | number[] | Record<string, number>;
type Node = { type: 'data'; data: Flat[] } | null;

/** The data of a page, from Kit's response for its `__data.json`. Plain values only: the site's pages have no others. */
export function pageData(json: string): PageData {
	const { nodes } = JSON.parse(json) as { nodes: Node[] }; // Kit's own form
	const data = nodes.map((node) => (node ? unflatten(node.data, 0) : {}));
	const all = Object.assign({}, ...data) as unknown;
	return { layout: data[0], page: all };
}

function unflatten(values: Flat[], index: number): unknown {
	const value = values[index];
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((part) => unflatten(values, part));
	return Object.fromEntries(
		Object.entries(value).map(([name, part]) => [name, unflatten(values, part)])
	);
}
