import { BlockList, isIP } from 'node:net';

/**
 * Whether a policy for some addresses counts for this one. The list has addresses, networks (`10.0.0.0/8`) and ranges
 * (`10.0.0.1-10.0.0.9`) with commas between. An entry that cannot be parsed matches no address.
 */
export function coversAddress(networks: string | null, address: string | null): boolean {
	if (!networks) return true;
	if (!address) return false;
	try {
		const covered = new BlockList();
		for (const network of networks.split(',')) add(covered, network.trim());
		return covered.check(address, familyOf(address));
	} catch {
		return false;
	}
}

function add(covered: BlockList, network: string): void {
	const [start = '', end] = network.split('-');
	const [base = '', prefix] = start.split('/');
	const family = familyOf(base);
	if (end !== undefined) covered.addRange(start, end, family);
	else if (prefix !== undefined) covered.addSubnet(base, Number(prefix), family);
	else covered.addAddress(base, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
	return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
