import ipaddr from 'ipaddr.js';

/**
 * What tries are counted by: an IPv4 address, or the first 64 bits of an IPv6 address, which is the least that one
 * customer gets (RFC 6177). A client with a whole /64 would otherwise have a new address for every attempt.
 */
export function networkOf(address: string): string {
	const [plain = ''] = address.split('%');
	if (!ipaddr.isValid(plain)) return address;
	const ip = ipaddr.process(plain);
	if (ip.kind() === 'ipv4') return ip.toString();
	const range = `${ip.toString()}/64`;
	return `${ipaddr.IPv6.networkAddressFromCIDR(range).toString()}/64`;
}
