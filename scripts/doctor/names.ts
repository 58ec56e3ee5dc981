import dns from 'node:dns';

type Lookup = (hostname: string, ...rest: unknown[]) => void;

/** Names below localhost are this machine (RFC 6761); browsers know that, the resolver of many a system does not. */
export function resolveLocalNames(): void {
	const lookup = dns.lookup as unknown as Lookup; // whatever else it is called with stays
	const local: Lookup = (hostname, ...rest) =>
		lookup(hostname.endsWith('.localhost') ? '127.0.0.1' : hostname, ...rest);
	dns.lookup = local as unknown as typeof dns.lookup;
}
