/** A file with tests, by its path from the root. */
export interface TestFile {
	path: string;
	source: string;
}

interface Guarantee {
	id: string;
	/** The labels of the files that prove it. */
	tests: string[];
	/** Every label of the row. */
	labels: string[];
	limit: string;
}

/** A name of a test that begins with ids, such as `test('S01 R02 the cookies …`. */
const NAME = /['"`]((?:[A-Z]\d\d )+)/g;

/**
 * Lists the mismatches between the document of guarantees and the tests that prove them; empty without any.
 * Each row of its tables has an id, the guarantee, its code, its tests and its limits, files as references of Markdown.
 *
 * @param exists whether there is a file at a path from the root
 */
export function faults(
	document: { path: string; text: string },
	tests: TestFile[],
	exists: (path: string) => boolean
): string[] {
	const guarantees = rows(document.text);
	const files = definitions(document);
	const proofs = proofsById(tests);
	const ids = guarantees.map(({ id }) => id);

	return [
		...ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `${id} has two rows.`),
		...guarantees.flatMap((guarantee) => faultsOf(guarantee, files, proofs)),
		...[...files.values()].filter((file) => !exists(file)).map((file) => `${file} is not there.`),
		...[...proofs]
			.filter(([id]) => !ids.includes(id))
			.map(([id, [file]]) => `${id}, which ${file} proves, has no row.`)
	];
}

function faultsOf(
	{ id, tests, labels, limit }: Guarantee,
	files: Map<string, string>,
	proofs: Map<string, string[]>
): string[] {
	const proving = proofs.get(id) ?? [];
	const named = tests.flatMap((label) => files.get(label) ?? []);
	return [
		...labels
			.filter((label) => !files.has(label))
			.map((label) => `${id}: [${label}] has no reference to a file.`),
		...named
			.filter((file) => !proving.includes(file))
			.map((file) => `${id}: no test in ${file} begins with it.`),
		...(named.length === 0 && proving[0]
			? [`${id}: ${proving[0]} proves it and is not named.`]
			: []),
		...(proving.length === 0 && !limit ? [`${id} has neither a test nor a limit.`] : [])
	];
}

function rows(text: string): Guarantee[] {
	return text
		.split('\n')
		.filter((line) => /^\| [A-Z]\d\d +\|/.test(line))
		.map((line) => {
			const [id = '', , , tests = '', limit = ''] = line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim());
			return { id, tests: labelsIn(tests), labels: labelsIn(line), limit };
		});
}

function labelsIn(text: string): string[] {
	return [...text.matchAll(/\[([^\]]+)\](?![(:])/g)].map(([, label = '']) => label);
}

/** The files behind the labels, by their paths from the root. */
function definitions({ path, text }: { path: string; text: string }): Map<string, string> {
	const folder = new URL(path, 'file:///');
	return new Map(
		[...text.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, label = '', target = '']) => [
			label,
			decodeURIComponent(new URL(target, folder).pathname.slice(1))
		])
	);
}

/** The files that have a test for each id. */
function proofsById(tests: TestFile[]): Map<string, string[]> {
	const proofs = new Map<string, string[]>();
	for (const { path, source } of tests) {
		for (const [, ids = ''] of source.matchAll(NAME)) {
			for (const id of ids.trim().split(' ')) {
				proofs.set(id, [...new Set([...(proofs.get(id) ?? []), path])]);
			}
		}
	}
	return proofs;
}
