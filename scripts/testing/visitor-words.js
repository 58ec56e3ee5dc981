/** Attributes and properties that visitors read or listen to, in elements, in our components, and in results of actions. */
const READ = new Set([
	...[
		'alt',
		'aria-description',
		'aria-label',
		'aria-roledescription',
		'placeholder',
		'subject',
		'title'
	],
	...['description', 'heading', 'hint', 'label', 'message', 'notice', 'problem', 'submit'],
	...['submitting', 'text']
]);
/** A property of results of actions that holds a text for each field. */
const ISSUES = 'issues';
const BUTTON = /^(button|reset|submit)$/;
/** Names of `<meta>` whose content search engines and links to the page show. */
const SHOWN_META = /^(description|(og|twitter):(description|title|image:alt))$/;
/** A word: a single letter is a name, such as h2. */
const WORD = /\p{L}{2}/u;
/** In the text of a page a single letter is read, too. */
const LETTER = /\p{L}/u;
/** Words in the body of a response: a single small word, such as ok, is for programs. */
const WORDS = /\p{Lu}\p{L}|\p{L}\s+\p{L}/u;
const TAGS = /<[^>]*>/g;
/** Begins like a sentence, and is longer than a word or ends like one. Words in logs and of errors begin small. */
const SENTENCE = /^\s*\p{Lu}[^\n]*(\s\p{L}|[.?!…:]\s*$)/u;

/**
 * Refuses words for visitors that are written in the code: they belong into contract/messages, in each language.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const visitorWords = {
	meta: {
		type: 'problem',
		schema: [
			{
				type: 'object',
				// false where sentences are for callers of an API and for the log
				properties: { sentences: { type: 'boolean' } },
				additionalProperties: false
			}
		],
		messages: { literal: '"{{words}}" is for visitors: put it into contract/messages.' }
	},
	create(context) {
		const { sentences = true } = context.options[0] ?? {};
		/** @param {any} node @param {string} words */
		const report = (node, words) =>
			context.report({ node, messageId: 'literal', data: { words: words.trim().slice(0, 40) } });
		/** @param {any} node @param {string} words */
		const check = (node, words) => {
			if (isForDevelopers(node)) return;
			if (isReadAt(placeOf(node), words) || (sentences && SENTENCE.test(words)))
				report(node, words);
		};
		return {
			/** @param {any} node */
			SvelteText(node) {
				if (node.parent.type !== 'SvelteStyleElement' && WORD.test(node.value))
					report(node, node.value);
			},
			/** @param {any} node */
			SvelteLiteral(node) {
				if (isReadAttribute(node.parent) && WORD.test(node.value)) report(node, node.value);
			},
			Literal(node) {
				if (typeof node.value === 'string') check(node, node.value);
			},
			TemplateLiteral(node) {
				check(node, node.quasis.map(({ value }) => value.cooked).join('{}'));
			}
		};
	}
};

/**
 * Whether words at a place are read.
 *
 * @param {ReturnType<typeof placeOf>} place
 * @param {string} words
 */
function isReadAt(place, words) {
	switch (place) {
		case 'markup':
			return LETTER.test(words.replaceAll(TAGS, ''));
		case 'response':
			return WORDS.test(words.replaceAll(TAGS, ''));
		case 'value':
			return WORD.test(words);
		default:
			return false;
	}
}

/**
 * Where visitors read it: in the text of a page, in the body of a response, or as the value of an attribute, a property,
 * or an argument of Kit's error(). It may be a part of an expression there.
 *
 * @param {any} node
 * @returns {'markup' | 'response' | 'value' | null}
 */
function placeOf(node) {
	const { parent } = node;
	switch (parent?.type) {
		case 'ConditionalExpression':
			return parent.test === node ? null : placeOf(parent);
		case 'BinaryExpression':
			return parent.operator === '+' ? placeOf(parent) : null;
		case 'LogicalExpression':
		case 'TemplateLiteral':
		case 'TSAsExpression':
		case 'TSSatisfiesExpression':
			return placeOf(parent);
		case 'Property':
			return parent.value === node && isReadProperty(parent) ? 'value' : null;
		case 'SvelteMustacheTag':
			return placeOfTag(parent);
		case 'CallExpression':
			return parent.callee.name === 'error' && parent.arguments[0] !== node ? 'value' : null;
		case 'NewExpression':
			return parent.callee.name === 'Response' && parent.arguments[0] === node ? 'response' : null;
		default:
			return null;
	}
}

/** @param {any} tag */
function placeOfTag({ parent }) {
	if (parent.type === 'SvelteAttribute') return isReadAttribute(parent) ? 'value' : null;
	return parent.type === 'SvelteStyleDirective' ? null : 'markup';
}

/** @param {any} property */
function isReadProperty({ key, parent }) {
	if (READ.has(key.name ?? key.value)) return true;
	const owner = parent.parent;
	return owner?.type === 'Property' && (owner.key.name ?? owner.key.value) === ISSUES;
}

/** @param {any} attribute */
function isReadAttribute({ key, parent }) {
	if (READ.has(key?.name)) return true;
	const element = parent?.parent?.name?.name;
	if (element === 'input' && key?.name === 'value') return BUTTON.test(textOf(parent, 'type'));
	if (element !== 'meta' || key?.name !== 'content') return false;
	return SHOWN_META.test(textOf(parent, 'name') || textOf(parent, 'property'));
}

/**
 * The text of an attribute of an element.
 *
 * @param {any} startTag
 * @param {string} name
 * @returns {string}
 */
function textOf(startTag, name) {
	const attribute = startTag.attributes.find((/** @type {any} */ one) => one.key?.name === name);
	return attribute?.value?.[0]?.value ?? '';
}

/**
 * Whether it is a word of an error that is thrown or of the log, the name of a module, or a type.
 *
 * @param {any} node
 * @returns {boolean}
 */
function isForDevelopers({ parent }) {
	if (/^(Import|Export|TSLiteralType|TSExternal)/.test(parent?.type)) return true;
	if (parent?.type === 'NewExpression') return /(Error|Failure|Form)$/.test(parent.callee.name);
	const callee = parent?.type === 'CallExpression' ? parent.callee : null;
	return callee?.type === 'MemberExpression' && callee.object.name === 'log';
}
