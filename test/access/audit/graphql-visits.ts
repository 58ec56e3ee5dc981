import { type Target, type Visit, visit } from './visit.ts';

const PATHS = ['/graphql', '/graphql/system'];
const SCHEMA =
	'{__schema{queryType{fields{name args{name}type{...T}}}types{name kind fields{name args{name type{kind}}type{...T}}}}}' +
	'fragment T on __Type{kind name ofType{kind name ofType{kind name ofType{kind name}}}}';

interface Type {
	kind: string;
	name: string | null;
	ofType?: Type | null;
}
interface Field {
	name: string;
	args: { name: string; type?: { kind: string } }[];
	type: Type;
}
interface Schema {
	queryType: { fields: Field[] } | null;
	types: { name: string; kind: string; fields: Field[] | null }[];
}

/**
 * Every plain field of every list that GraphQL offers to the caller, by the schema that it shows them; the question for
 * the schema where it is refused.
 *
 * @throws where an installation of the audit's own shows no schema: it would see nothing there
 */
export async function graphqlVisits(target: Target, isOwn: boolean): Promise<Visit[]> {
	const visits: Visit[] = [];
	for (const path of PATHS) {
		const schemaQuery = { method: 'POST', path, body: { query: SCHEMA } };
		const { status, text } = await visit(target, schemaQuery);
		if (status === 400 && isOwn) throw new Error(`GraphQL tells nothing at ${path}: ${text}`);
		if (status !== 200) {
			visits.push(schemaQuery);
			continue;
		}
		const { data } = JSON.parse(text.slice(text.indexOf('\n\n'))) as {
			data?: { __schema: Schema };
		};
		if (data)
			visits.push(
				...queriesOf(data.__schema).map((query) => ({ ...schemaQuery, body: { query } }))
			);
	}
	return visits;
}

function queriesOf({ queryType, types }: Schema): string[] {
	const fields = new Map(types.map(({ name, fields }) => [name, fields ?? []]));
	return (queryType?.fields ?? [])
		.filter(({ args }) => !args.some(({ type }) => type?.kind === 'NON_NULL'))
		.map(({ name, args, type }) => {
			const limit = args.some((argument) => argument.name === 'limit') ? '(limit:-1)' : '';
			const plain = (fields.get(nameOf(type)) ?? []).filter(isPlain).map((field) => field.name);
			return `{${name}${limit}${plain.length > 0 ? `{${plain.join(' ')}}` : ''}}`;
		});
}

function isPlain({ type, args }: Field): boolean {
	return (
		/^(SCALAR|ENUM)$/.test(innermost(type).kind) &&
		!args.some(({ type }) => type?.kind === 'NON_NULL')
	);
}

function nameOf(type: Type): string {
	return innermost(type).name ?? '';
}

function innermost(type: Type): Type {
	return type.ofType ? innermost(type.ofType) : type;
}
