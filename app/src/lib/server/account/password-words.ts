import { currentLanguage } from '@portico/contract/message.ts';
import * as m from '@portico/contract/messages.ts';

/** Requirements of a regular expression for passwords, as far as it has been parsed. */
type Demands = { length: string | null; kinds: string[]; only: string | null; spaces: boolean };

const MAX_SHOWN_LENGTH = 200;

/** In the order in which they are applied; each reads the beginning of the rest of an expression. */
const PARTS: { pattern: RegExp; read: (demands: Demands, ...found: string[]) => boolean }[] = [
	{
		pattern: /^\(\?=\^?(?:\.|\[\\s\\S\])\{(\d+)(,?)(\d*)\}\$?\)/,
		read: (demands, ...found) => setLength(demands, ...found)
	},
	{ pattern: /^\(\?!\.\*\??(?:\\s|\[\\s\]| )\)/, read: (demands) => !(demands.spaces = false) },
	{
		pattern: /^\(\?=\.\*\??(\\[dwW]|\[(?:[^\]\\]|\\.)+\])\)/,
		read: (demands, characters = '') => addKind(demands, characters)
	},
	{
		pattern: /^(\.|\[(?:[^\]\\]|\\.)+\]|\\[dwS])(?:\{(\d+)(,?)(\d*)\}|\*|\+)\$?$/,
		read: (demands, characters = '', ...found) => {
			if (found[0] && !setLength(demands, ...found)) return false;
			return allowOnly(demands, characters);
		}
	}
];

/**
 * Describes a password rule in words: its length, kinds of characters, which of them are allowed, and whether spaces
 * are. The description is complete, or else the expression itself is shown: no requirement stays hidden.
 */
export function inWords(source: string): string {
	const demands = read(source);
	if (demands) return sentences(demands);
	return source.length <= MAX_SHOWN_LENGTH
		? m.passwordRule_expression({ expression: source })
		: m.passwordRule_ask();
}

function read(source: string): Demands | null {
	const demands: Demands = { length: null, kinds: [], only: null, spaces: true };
	let left = source.replace(/^\^/, '');
	while (left !== '' && left !== '$') {
		const part = PARTS.map(({ pattern, read }) => ({ found: pattern.exec(left), read })).find(
			({ found }) => found
		);
		if (!part?.found) return null;
		const [whole, ...groups] = part.found;
		if (!part.read(demands, ...groups)) return null;
		left = left.slice(whole.length);
	}
	return demands;
}

function sentences({ length, kinds, only, spaces }: Demands): string {
	const requiredLength = length ?? m.passwordRule_anyLength();
	const all = [
		kinds.length > 0
			? m.passwordRule_with({ length: requiredLength, kinds: list(kinds) })
			: m.passwordRule_without({ length: requiredLength }),
		only && m.passwordRule_only({ kinds: only }),
		!spaces && m.passwordRule_noSpaces()
	];
	return all.filter(Boolean).join(' ');
}

function setLength(demands: Demands, least = '', comma = '', most = ''): boolean {
	if (demands.length !== null) return false;
	if (most !== '') demands.length = m.passwordRule_between({ least: +least, most: +most });
	else if (comma) demands.length = m.passwordRule_atLeast({ least: +least });
	else demands.length = m.passwordRule_exactly({ exact: +least });
	return true;
}

function addKind(demands: Demands, characters: string): boolean {
	const kinds = kindsIn(characters);
	if (!kinds) return false;
	const either = new Intl.ListFormat(currentLanguage(), { type: 'disjunction' });
	demands.kinds.push(either.format(kinds.map(({ one }) => one())));
	return true;
}

function allowOnly(demands: Demands, characters: string): boolean {
	if (characters === '.' || characters === '[\\s\\S]') return true;
	if (characters === '\\S') return !(demands.spaces = false);
	const kinds = kindsIn(characters);
	if (!kinds) return false;
	demands.only = list(kinds.map(({ all }) => all()));
	return true;
}

/** Names of a kind of characters: the one that is required, and all that are allowed. */
type Kind = { one: () => string; all: () => string };

const DIGITS: Kind = { one: () => m.passwordRule_aDigit(), all: () => m.passwordRule_digits() };
const SMALL: Kind = {
	one: () => m.passwordRule_aSmallLetter(),
	all: () => m.passwordRule_smallLetters()
};
const CAPITAL: Kind = {
	one: () => m.passwordRule_aCapitalLetter(),
	all: () => m.passwordRule_capitalLetters()
};
const LETTERS: Kind = { one: () => m.passwordRule_aLetter(), all: () => m.passwordRule_letters() };
const OTHERS: Kind = {
	one: () => m.passwordRule_anOtherCharacter(),
	all: () => m.passwordRule_otherCharacters()
};

/** The kinds of characters in a class such as `[a-z\d!?]`; null where something else is in it. */
function kindsIn(characters: string): Kind[] | null {
	if (characters === '\\d') return [DIGITS];
	if (characters === '\\W') return [OTHERS];
	if (/^\[\^(a-zA-Z0-9|A-Za-z0-9|a-zA-Z\\d|A-Za-z\\d|\\w)\]$/.test(characters)) return [OTHERS];
	if (characters.startsWith('[^')) return null;
	const inside = characters === '\\w' ? '\\w' : characters.slice(1, -1);
	const members: string[] =
		inside.match(/a-z|A-Z|0-9|\\[dw]|\\[^\p{L}\p{N}]|[^\\\p{L}\p{N}]|[\p{L}\p{N}]/gu) ?? [];
	if (members.join('') !== inside) return null;
	const has = (...names: string[]) => names.some((name) => members.includes(name));
	const small = has('a-z', '\\w');
	const capital = has('A-Z', '\\w');
	const ranges = ['a-z', 'A-Z', '0-9', '\\d', '\\w'];
	const literals = members
		.filter((member) => !ranges.includes(member))
		.concat(has('\\w') ? ['_'] : [])
		.map((member) => member.replace(/^\\/, ''));
	// a range that is none of these, such as !-/
	if (/[^\\]-[^\]]/.test(inside.replace(/a-z|A-Z|0-9/g, '').replace(/^-|-$/g, ''))) return null;
	return [
		...(small && capital ? [LETTERS] : small ? [SMALL] : capital ? [CAPITAL] : []),
		...(has('0-9', '\\d', '\\w') ? [DIGITS] : []),
		...(literals.length > 0 ? [special(literals)] : [])
	];
}

function special(literals: string[]): Kind {
	const characters = [...new Set(literals)]
		.map((one) => (one === ' ' ? m.passwordRule_space() : one))
		.join(' ');
	return {
		one: () => m.passwordRule_aSpecialCharacter({ characters }),
		all: () => m.passwordRule_these({ characters })
	};
}

function list(texts: string[]): string {
	return new Intl.ListFormat(currentLanguage()).format(texts);
}
