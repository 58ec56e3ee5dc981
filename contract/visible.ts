/** White space, ignorable code points of Unicode, control characters, lone surrogates, and the blank braille pattern. */
const VISIBLE_CHARACTER = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\u2800]/u;

/** The text, or null where nothing of it can be seen: a name made of it would be no name, and a link no link. */
export function visible(text: string | null): string | null {
	return text !== null && VISIBLE_CHARACTER.test(text) ? text : null;
}
