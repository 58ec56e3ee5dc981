/** The parameter in which a mailed link carries the path to go back to. */
export const MAILED_PATH = 'back';

/** Of a path. */
const MAX_LENGTH = 512;

/**
 * A path as emails carry it, in hexadecimal: a stranger may register any address, and a path that can be read would mail
 * any words there. Base64 can be made to spell words too. Null for what is no path, or a longer one.
 */
export function encodeMailedPath(path: string | null | undefined): string | null {
	if (!path?.startsWith('/') || path.length > MAX_LENGTH || /[^\x21-\x7e]/.test(path)) return null;
	return Array.from(path, (character) => character.charCodeAt(0).toString(16)).join('');
}

/** What was encoded; null for anything else. */
export function decodeMailedPath(encoded: string | null | undefined): string | null {
	if (!encoded || encoded.length > 2 * MAX_LENGTH || !/^2f([2-7][\da-f])*$/.test(encoded))
		return null;
	const codes = encoded.match(/../g) ?? [];
	return String.fromCharCode(...codes.map((code) => Number.parseInt(code, 16)));
}
