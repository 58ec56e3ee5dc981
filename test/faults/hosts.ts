// Loaded before a program (`--import`): the names in HOSTS lead to this machine, as /etc/hosts would have it.
import dns from 'node:dns';

const names = (process.env.HOSTS ?? '').split(',');
const { lookup } = dns;

type Lookup = (hostname: string, ...rest: never[]) => void;

dns.lookup = ((hostname, ...rest) =>
	(lookup as unknown as Lookup)(
		names.includes(hostname) ? '127.0.0.1' : hostname,
		...rest
	)) satisfies Lookup as unknown as typeof dns.lookup; // whatever else it is called with stays
