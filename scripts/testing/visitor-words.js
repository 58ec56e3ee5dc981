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
	...['description', 'heading', 'hint', 'label', 'message', 'submit', 'submitting', 'text']
]);
/** A word: a lone letter is a name, such as h2. */
const WORD = /\p{L}{2}/u;
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
			if (!WORD.test(words) || isForDevelopers(node)) return;
			if (isRead(node) || (sentences && SENTENCE.test(words))) report(node, words);
		};
		return {
			/** @param {any} node */
			SvelteText(node) {
				if (node.parent.type !== 'SvelteStyleElement' && WORD.test(node.value))
					report(node, node.value);
			},
			/** @param {any} node */
			SvelteLiteral(node) {
				const { key } = node.parent;
				if (READ.has(key?.name) && WORD.test(node.value)) report(node, node.value);
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
 * Whether it is the value of something that visitors read: an attribute, a property, an argument of Kit's error().
 *
 * @param {any} node
 * @returns {boolean}
 */
function isRead(node) {
	const { parent } = node;
	switch (parent?.type) {
		case 'ConditionalExpression':
			return parent.test !== node && isRead(parent);
		case 'LogicalExpression':
		case 'TSAsExpression':
		case 'TSSatisfiesExpression':
			return isRead(parent);
		case 'Property':
			return parent.value === node && READ.has(parent.key.name ?? parent.key.value);
		case 'SvelteMustacheTag':
			return READ.has(parent.parent?.key?.name);
		case 'CallExpression':
			return parent.callee.name === 'error' && parent.arguments[0] !== node;
		default:
			return false;
	}
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
