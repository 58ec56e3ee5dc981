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
		? `A password must fit the rule of this site, which is this regular expression: ${source}`
		: 'A password must fit the rule of this site. Ask the people who run it what that is.';
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
	const requirements = [length ?? 'Any length', kinds.length > 0 && `with ${list(kinds)}`];
	const all = [
		`${requirements.filter(Boolean).join(', ')}.`,
		only && `Allowed are ${only} only.`,
		!spaces && 'No spaces.'
	];
	return all.filter(Boolean).join(' ');
}

function setLength(demands: Demands, least = '', comma = '', most = ''): boolean {
	if (demands.length !== null) return false;
	demands.length =
		most === ''
			? `${comma ? 'At least' : 'Exactly'} ${least} characters`
			: `${least} to ${most} characters`;
	return true;
}

function addKind(demands: Demands, characters: string): boolean {
	const kinds = kindsIn(characters);
	if (!kinds) return false;
	const either = new Intl.ListFormat('en', { type: 'disjunction' });
	demands.kinds.push(either.format(kinds.map(({ one }) => one)));
	return true;
}

function allowOnly(demands: Demands, characters: string): boolean {
	if (characters === '.' || characters === '[\\s\\S]') return true;
	if (characters === '\\S') return !(demands.spaces = false);
	const kinds = kindsIn(characters);
	if (!kinds) return false;
	demands.only = list(kinds.map(({ all }) => all));
	return true;
}

/** Names of a kind of characters: the one that is required, and all that are allowed. */
type Kind = { one: string; all: string };

const DIGITS = { one: 'a digit', all: 'digits' };
const SMALL = { one: 'a lowercase letter', all: 'lowercase letters (a to z)' };
const CAPITAL = { one: 'an uppercase letter', all: 'uppercase letters (A to Z)' };
const LETTERS = { one: 'a letter', all: 'letters (a to z, A to Z)' };
const OTHERS = {
	one: 'a character that is neither a letter nor a digit',
	all: 'characters that are neither letters nor digits'
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
	const shown = [...new Set(literals)].map((one) => (one === ' ' ? 'space' : one)).join(' ');
	return { one: `a special character (${shown})`, all: `these: ${shown}` };
}

function list(texts: string[]): string {
	return new Intl.ListFormat('en').format(texts);
}
