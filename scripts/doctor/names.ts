import dns from 'node:dns';

type Lookup = (hostname: string, ...rest: unknown[]) => void;

/** Names below localhost are this machine (RFC 6761); browsers know that, the resolver of many a system does not. */
export function resolveLocalNames(): void {
	resolveHere((hostname) => hostname.endsWith('.localhost'));
}

/** Has these names lead to this machine in this process, as /etc/hosts would have it. */
export function resolveHere(isHere: (hostname: string) => boolean): void {
	const lookup = dns.lookup as unknown as Lookup; // whatever else it is called with stays
	const local: Lookup = (hostname, ...rest) =>
		lookup(isHere(hostname) ? '127.0.0.1' : hostname, ...rest);
	dns.lookup = local as unknown as typeof dns.lookup;
}
