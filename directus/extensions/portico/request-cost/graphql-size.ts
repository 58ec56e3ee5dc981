import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';

/** Size of a document, with its fragments in the places where they are spread. */
export interface Size {
	/** Fields inside each other, where they are deepest; those about the schema are one. */
	levels: number;
	/** Fields by another name. */
	aliases: number;
	fields: number;
	/** Every requested field. */
	names: Set<string>;
	/** Whether a fragment contains itself. */
	isEndless: boolean;
}

/**
 * Measures the whole of a document, whichever of its operations is meant. Each fragment is looked at once, however often
 * it is spread: the work is no more than reading the document.
 */
export function measure({ definitions }: DocumentNode): Size {
	const names = new Set<string>();
	let isEndless = false;
	const fragments = new Map(
		definitions
			.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
			.map((fragment) => [fragment.name.value, fragment.selectionSet])
	);
	const measured = new Map<string, Amount | 'begun'>();

	const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
	const size = together(operations.map((operation) => sizeOf(operation.selectionSet)));
	for (const name of fragments.keys()) sizeOfFragment(name);
	return { ...size, names, isEndless };

	function sizeOf(selections: SelectionSetNode | undefined): Amount {
		return together(
			(selections?.selections ?? []).map((selection) => {
				if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(selection.name.value);
				const inside = sizeOf(selection.selectionSet);
				if (selection.kind === Kind.INLINE_FRAGMENT) return inside;
				const name = selection.name.value;
				names.add(name);
				return {
					// `__schema` holds no rows
					levels: name.startsWith('__') ? 1 : inside.levels + 1,
					aliases: inside.aliases + (selection.alias ? 1 : 0),
					fields: inside.fields + 1
				};
			})
		);
	}

	function sizeOfFragment(name: string): Amount {
		const known = measured.get(name);
		if (known === 'begun') isEndless = true;
		if (known) return known === 'begun' ? NONE : known;
		measured.set(name, 'begun');
		const size = sizeOf(fragments.get(name));
		measured.set(name, size);
		return size;
	}
}

type Amount = Pick<Size, 'levels' | 'aliases' | 'fields'>;

const NONE: Amount = { levels: 0, aliases: 0, fields: 0 };

function together(amounts: Amount[]): Amount {
	return amounts.reduce(
		(sum, one) => ({
			levels: Math.max(sum.levels, one.levels),
			aliases: sum.aliases + one.aliases,
			fields: sum.fields + one.fields
		}),
		NONE
	);
}
