/**
 * Callers: a guest, one person of each of our roles, one of a role without any policy, as it is made in Studio, and an
 * administrator, which proves that the requests do find the hidden words.
 */
export const CALLERS = [
	'guest',
	'Member',
	'Premium',
	'Newcomer',
	'Editor',
	'Administrator'
] as const;

/** See `CALLERS`. */
export type Caller = (typeof CALLERS)[number];

/**
 * Words of a running installation that each caller may see, in any response. A teaser is the public part of a
 * published article: title, summary, byline, tags, cover.
 */
const EXPECTED = `
                                guest  Member  Premium  Newcomer  Editor  Administrator
public article: teaser          yes    yes     yes      yes       yes     yes
public article: body            yes    yes     yes      yes       yes     yes
public article: cover           yes    yes     yes      yes       yes     yes
members' article: teaser        yes    yes     yes      yes       yes     yes
members' article: body          -      yes     yes      -         yes     yes
members' article: cover         yes    yes     yes      yes       yes     yes
premium article: teaser         yes    yes     yes      yes       yes     yes
premium article: body           -      -       yes      -         yes     yes
premium article: cover          yes    yes     yes      yes       yes     yes
draft article: text             -      -       -        -         yes     yes
draft article: cover            -      -       -        -         yes     yes
archived article: text          -      -       -        -         yes     yes
archived article: cover         -      -       -        -         yes     yes
scheduled article: text         -      -       -        -         yes     yes
scheduled article: cover        -      -       -        -         yes     yes
picture in a text               yes    yes     yes      yes       yes     yes
private file                    -      -       -        -         yes     yes
published page                  yes    yes     yes      yes       yes     yes
draft page                      -      -       -        -         yes     yes
category                        yes    yes     yes      yes       yes     yes
link of the menu                yes    yes     yes      yes       yes     yes
redirect                        -      -       -        -         yes     yes
words of the site               yes    yes     yes      yes       yes     yes
comment of the Member           -      yes     -        -         yes     yes
comment of another person       -      -       -        -         yes     yes
bookmark of another person      -      -       -        -         -       yes
name of another person          -      -       -        -         -       yes
biography of another person     -      yes     yes      yes       yes     yes
birth date of another person    -      -       -        -         -       yes
address of another person       -      -       -        -         -       yes
static token of another person  -      -       -        -         -       -
session of another person       -      -       -        -         -       yes
notice to another person        -      -       -        -         -       yes
bookmarked view of a person     -      -       -        -         -       yes
comment in Studio               -      -       -        -         -       yes
dashboard                       -      -       -        -         -       yes
panel                           -      -       -        -         -       yes
flow                            -      -       -        -         -       yes
step of a flow                  -      -       -        -         -       yes
share                           -      -       -        -         -       yes
translation                     -      -       -        -         yes     yes
role                            -      -       -        -         -       yes
policy                          -      -       -        -         -       yes
folder                          -      -       -        -         yes     yes
secret setting                  -      -       -        -         -       -
`;

const CELLS = new Map([
	['yes', true],
	['-', false]
]);

/** Whether each caller may see each kind of word. */
export const expectation: Map<string, Map<Caller, boolean>> = parse(EXPECTED);

function parse(table: string): Map<string, Map<Caller, boolean>> {
	const [head = '', ...lines] = table.trim().split('\n');
	if (head.trim().split(/\s+/).join() !== CALLERS.join()) {
		throw new Error(`the columns must be ${CALLERS.join(', ')}`);
	}
	return new Map(
		lines.map((line) => {
			const [kind = '', ...cells] = line.trim().split(/\s{2,}/);
			const rights = CALLERS.map((caller, index): [Caller, boolean] => {
				const right = CELLS.get(cells[index] ?? '');
				if (right === undefined) throw new Error(`${kind}: neither yes nor - for ${caller}`);
				return [caller, right];
			});
			return [kind, new Map(rights)];
		})
	);
}
