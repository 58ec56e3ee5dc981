import {
	type MessageFormatElement,
	type PluralElement,
	TYPE
} from '@formatjs/icu-messageformat-parser';
import { directionOf } from '../direction.ts';
import { BASE_LANGUAGE, type Catalogs, elementsOf, groupOf, signatureOf } from './catalog.ts';

const HEAD = '// Written by contract/messages/compile.ts from the catalogs beside this folder.\n';

/** The modules that the catalogs become, by file name: one for each group, so that a page loads the messages that it shows. */
export function emit(catalogs: Catalogs): Map<string, string> {
	const keys = [...(catalogs.get(BASE_LANGUAGE)?.keys() ?? [])];
	const groups = [...new Set(keys.map(groupOf))];
	const modules = groups.map((group): [string, string] => {
		const own = keys.filter((key) => groupOf(key) === group);
		const functions = own.map((key) => functionOf(key, catalogs));
		const used = ['message', 'rich', 'richText', 'text'].filter((name) =>
			functions.some((code) => new RegExp(String.raw`/ ${name}[(<]`).test(code))
		);
		const imports = `import { ${used.join(', ')} } from '../../message.ts';\n`;
		return [`${group}.ts`, `${HEAD}${imports}\n${functions.join('\n')}`];
	});
	return new Map([
		...modules,
		['index.ts', HEAD + groups.map((group) => `export * from './${group}.ts';\n`).join('')],
		['languages.ts', HEAD + languages(catalogs)]
	]);
}

function languages(catalogs: Catalogs): string {
	const tags = [...catalogs.keys()].map(quoted);
	const directions = [...catalogs.keys()].map((tag) => `${quoted(tag)}: '${directionOf(tag)}'`);
	return `export const LANGUAGES = [${tags.join(', ')}] as const;
export type Language = (typeof LANGUAGES)[number];
export const BASE_LANGUAGE = ${quoted(BASE_LANGUAGE)} satisfies Language;
export const DIRECTIONS: Record<Language, 'ltr' | 'rtl'> = { ${directions.join(', ')} };
`;
}

/** A function that returns the message: `message` and `rich` take values, `rich` and `richText` return parts. */
function functionOf(key: string, catalogs: Catalogs): string {
	const original = catalogs.get(BASE_LANGUAGE)?.get(key) ?? '';
	const { values, tags } = signatureOf(elementsOf(original));
	const kind =
		values.size > 0 ? (tags.size > 0 ? 'rich' : 'message') : tags.size > 0 ? 'richText' : 'text';
	const texts = [...catalogs].map(([language, catalog]) => {
		const elements = elementsOf(catalog.get(key) ?? original);
		const printed = directionOf(language) === 'rtl' ? withIsolatedValues(elements) : elements;
		return `\t${quoted(language)}: ${bodyOf(kind, printed)}`;
	});
	const types = `{ ${[...values].map(([name, type]) => `${name}: ${type}`).join('; ')} }`;
	const names = [...tags].map(quoted).join(' | ');
	const generics = {
		text: '',
		message: `<${types}>`,
		rich: `<${types}, ${names}>`,
		richText: `<${names}>`
	}[kind];
	return `export const ${key} = /*#__PURE__*/ ${kind}${generics}({\n${texts.join(',\n')}\n});\n`;
}

/**
 * The same message with each value between two characters that keep its direction from that of the words around it: an
 * address in a sentence that runs from right to left.
 */
function withIsolatedValues(elements: MessageFormatElement[]): MessageFormatElement[] {
	return elements.flatMap((element): MessageFormatElement[] => {
		switch (element.type) {
			case TYPE.argument:
				return [
					{ type: TYPE.literal, value: '\u2068' },
					element,
					{ type: TYPE.literal, value: '\u2069' }
				];
			case TYPE.tag:
				return [{ ...element, children: withIsolatedValues(element.children) }];
			case TYPE.plural: {
				const forms = Object.entries(element.options).map(([form, option]) => [
					form,
					{ ...option, value: withIsolatedValues(option.value) }
				]);
				return [{ ...element, options: Object.fromEntries(forms) as PluralElement['options'] }];
			}
			default:
				return [element];
		}
	});
}

function bodyOf(
	kind: 'message' | 'rich' | 'richText' | 'text',
	elements: MessageFormatElement[]
): string {
	switch (kind) {
		case 'text':
			return template(elements);
		case 'richText':
			return parts(elements);
		case 'message':
			return `(v, f) => ${template(elements)}`;
		case 'rich':
			return `(v, f) => ${parts(elements)}`;
	}
}

/** An array: strings, and texts in elements. */
function parts(elements: MessageFormatElement[]): string {
	const all = elements.map((element) =>
		element.type === TYPE.tag
			? `{ tag: ${quoted(element.value)}, text: ${template(element.children)} }`
			: template([element])
	);
	return `[${all.join(', ')}]`;
}

/** @param counted the value of the plural around it, which # stands for */
function template(elements: MessageFormatElement[], counted = ''): string {
	return `\`${elements.map((element) => piece(element, counted)).join('')}\``;
}

function piece(element: MessageFormatElement, counted: string): string {
	switch (element.type) {
		case TYPE.literal:
			return element.value.replace(/[`\\]|\$\{/g, String.raw`\$&`);
		case TYPE.argument:
			return `\${v.${element.value}}`;
		case TYPE.number:
			return `\${f.number(v.${element.value})}`;
		case TYPE.pound:
			return `\${f.number(v.${counted})}`;
		case TYPE.plural: {
			const forms = Object.entries(element.options).map(
				([form, { value }]) => `${quoted(form)}: ${template(value, element.value)}`
			);
			return `\${f.plural(v.${element.value}, { ${forms.join(', ')} })}`;
		}
		default:
			throw new SyntaxError('an element cannot stand within a plural or another element');
	}
}

function quoted(text: string): string {
	return JSON.stringify(text);
}
