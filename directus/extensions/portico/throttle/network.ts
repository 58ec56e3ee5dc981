import { isIPv6 } from 'node:net';

const PREFIX_GROUPS = 4;

/**
 * What tries are counted by: an IPv4 address, or the first 64 bits of an IPv6 address, which is the least that one
 * customer gets (RFC 6177). Whoever has a whole /64 would else have a new address for every try.
 */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped) return mapped;
	const [plain = ''] = address.split('%');
	if (!isIPv6(plain)) return address;

	// the URL parser writes every address in one way, with groups of hexadecimal digits only
	const [before = '', after] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
	const [left, right] = [groupsOf(before), groupsOf(after ?? '')];
	const zeros = Array<string>(8 - left.length - right.length).fill('0');
	return `${[...left, ...zeros, ...right].slice(0, PREFIX_GROUPS).join(':')}::/64`;
}

function groupsOf(part: string): string[] {
	return part === '' ? [] : part.split(':');
}
