import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network by which attempts are counted: an IPv4 address, or the first 64 bits of an IPv6 address, the smallest
 * assignment to one customer (RFC 6177). A client with a whole /64 would otherwise have a new address for every attempt.
 */
export function networkOf(address: string): string {
	const [plain = ''] = address.split('%');
	if (!isIPv6(plain)) return isIPv4(plain) ? plain : address;
	const groups = groupsOf(plain);
	const [, , , , , mark, high = 0, low = 0] = groups;
	// an IPv4 address as IPv6 sockets show it (RFC 4291, 2.5.5.2)
	if (mark === 0xffff && groups.slice(0, 5).every((group) => group === 0)) {
		return [high >> 8, high & 255, low >> 8, low & 255].join('.');
	}
	const network = groups.slice(0, 4).map((group) => group.toString(16));
	return `${canonical(`${network.join(':')}::`)}/64`;
}

/** The eight groups of 16 bits of an IPv6 address. */
function groupsOf(address: string): number[] {
	const [before = '', after] = canonical(address).split('::');
	const numbers = (text: string) =>
		(text === '' ? [] : text.split(':')).map((hex) => parseInt(hex, 16));
	const first = numbers(before);
	if (after === undefined) return first;
	const last = numbers(after);
	return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

/** As RFC 5952 writes it, which URLs do. */
function canonical(address: string): string {
	return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** Whether a host name, as URLs have it, leads to this machine: every name below localhost does too (RFC 6761, 6.3). */
export function isLoopback(hostname: string): boolean {
	return /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
