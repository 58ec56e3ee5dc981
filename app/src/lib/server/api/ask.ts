import { PROFILE_FIELDS } from '@portico/contract/profile.ts';
import * as v from 'valibot';
import { type Allowed, COLLECTIONS, OWN_RECORD } from './allowed.ts';
import { checked, type Query } from './query.ts';
import { Refused } from './refused.ts';

/** A request of the browser's SDK, as it goes on to Directus. */
export interface Ask {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** Such as `/items/bookmarks`. */
	path: string;
	query: Query;
	body: unknown;
}

/** A request as it came. */
interface Given {
	method: string;
	/** What follows `/api/directus/`. */
	path: string;
	query: Record<string, unknown>;
	body: unknown;
}

const MAX_ITEMS_PER_WRITE = 100;
const KEY = /^[\w-]{1,64}$/;

const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);
/** Fields with values; a nested item would be another write. */
const item = v.record(v.string(), v.union([scalar, v.array(scalar)]));
const keys = v.pipe(
	v.array(v.union([v.pipe(v.string(), v.regex(KEY)), v.pipe(v.number(), v.integer())])),
	v.minLength(1),
	v.maxLength(MAX_ITEMS_PER_WRITE)
);
/** The SDK wraps them. */
const removed = v.union([
	keys,
	v.pipe(
		v.strictObject({ keys }),
		v.transform(({ keys }) => keys)
	)
]);
const search = v.object({ query: v.optional(v.record(v.string(), v.unknown()), {}) });

/** Checks a request against the lists: what is not in them is refused. @throws {Refused} */
export function askFor({ method, path, query, body }: Given): Ask {
	const [root, name = '', key, ...rest] = path.split('/');
	const isOwnRecord = root === 'users' && name === 'me' && key === undefined;
	const allowed = isOwnRecord ? OWN_RECORD : collection(root, name);
	if (!allowed || rest.length > 0 || (key !== undefined && !KEY.test(key)))
		throw new Refused('FORBIDDEN', "You don't have permission to access this.");

	const isOne = isOwnRecord || key !== undefined;
	const ask = { path: `/${path}`, query: selection(query, allowed), body: undefined };
	switch (method) {
		case 'GET':
			return { ...ask, method, query: checked(query, allowed) };
		case 'SEARCH':
			if (isOne) break;
			return { ...ask, method: 'GET', query: checked(parse(search, body).query, allowed) };
		case 'POST':
			if (isOne || !allowed.create) break;
			return { ...ask, method, body: created(body, allowed.create) };
		case 'PATCH':
			if (!allowed.update) break;
			if (isOwnRecord) return { ...ask, method, body: profile(body, allowed.update) };
			return {
				...ask,
				method,
				body: isOne ? fields(body, allowed.update) : updated(body, allowed.update)
			};
		case 'DELETE':
			if (!allowed.remove) break;
			return { ...ask, method, body: isOne ? undefined : parse(removed, body) };
	}
	throw new Refused('METHOD_NOT_ALLOWED', `${method} is not passed on here.`);
}

function collection(root: string | undefined, name: string): Allowed | null {
	return root === 'items' && Object.hasOwn(COLLECTIONS, name) ? (COLLECTIONS[name] ?? null) : null;
}

/** The fields of the items that a write returns. */
function selection({ fields }: Record<string, unknown>, allowed: Allowed): Query {
	const { fields: selected = '' } = checked(fields === undefined ? {} : { fields }, allowed);
	return { fields: selected };
}

function created(body: unknown, allowed: readonly string[]): unknown {
	if (!Array.isArray(body)) return fields(body, allowed);
	requireFew(body);
	return body.map((one) => fields(one, allowed));
}

function updated(body: unknown, allowed: readonly string[]): unknown {
	const { keys: changed, data } = parse(v.strictObject({ keys, data: v.unknown() }), body);
	return { keys: changed, data: fields(data, allowed) };
}

/** What the form of the profile would take. */
function profile(body: unknown, allowed: readonly string[]): unknown {
	const given = fields(body, allowed);
	for (const { name, maxLength, fault } of PROFILE_FIELDS) {
		const value = given[name] ?? '';
		const isText = typeof value === 'string' && [...value].length <= maxLength;
		if (!isText || (value !== '' && fault?.(value, new Date())))
			throw new Refused('INVALID_PAYLOAD', `"${name}" has a value that a profile cannot have.`);
	}
	return given;
}

function fields(body: unknown, allowed: readonly string[]): v.InferOutput<typeof item> {
	const given = parse(item, body);
	const other = Object.keys(given).find((name) => !allowed.includes(name));
	if (other === undefined) return given;
	const wayOut = ['email', 'password'].includes(other)
		? ' The account pages change it: /profile'
		: '';
	throw new Refused(
		'FORBIDDEN',
		`You don't have permission to access field "${other.slice(0, 100)}".${wayOut}`
	);
}

function requireFew(items: unknown[]): void {
	if (items.length > MAX_ITEMS_PER_WRITE)
		throw new Refused(
			'INVALID_PAYLOAD',
			`At most ${MAX_ITEMS_PER_WRITE} items are written at once.`
		);
}

function parse<Schema extends v.GenericSchema>(
	schema: Schema,
	body: unknown
): v.InferOutput<Schema> {
	const parsed = v.safeParse(schema, body);
	if (parsed.success) return parsed.output;
	const at = v.getDotPath(parsed.issues[0]) ?? 'body';
	throw new Refused('INVALID_PAYLOAD', `"${at}" is not what this site passes on.`);
}
