import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Installation as Inside } from '@portico/contract/installation-report.ts';
import { type Finding, must, ok, should, unknown } from '../finding.ts';
import { isLoopback } from '../examined-installation.ts';

/** Documentation addresses (RFC 5737), as a forger would claim: the first, and the last before the proxies'. */
export const FORGED: [first: string, last: string] = ['203.0.113.7', '198.51.100.9'];

/** A forged X-Forwarded-For. */
export const FORGED_HEADER = FORGED.join(', ');

const COUNTS = 'Attempts are limited by this address.';

/** Judges the client address that Directus sees for a direct request with a forged one. */
export function judgeDirectAddress(directusUrl: string, address: Inside['address']): Finding {
	const id = 'directus-address';
	const { believed, peer, forwarded } = address;
	const forged = judgeForged(id, 'Directus', directusUrl, believed, 'IP_TRUST_PROXY of Directus');
	if (forged) return forged;

	const added = forwarded.filter((value) => !FORGED.includes(value));
	if (added.length > 0 && believed === peer) {
		return must(id, {
			what: `Directus sees the address of the proxy in front of it (${believed}) for every client.`,
			why: `${COUNTS} Too many attempts by one person block all others for a minute.`,
			fix: 'IP_TRUST_PROXY=1 for Directus: the number of proxies in front of it.'
		});
	}
	if (added.length > 1 && believed !== added[0]) {
		return should(id, {
			what: `${added.length} proxies stand in front of Directus, and it sees the address of one of them.`,
			why: `${COUNTS} All who come by that proxy share them.`,
			fix: `IP_TRUST_PROXY=${added.length} for Directus.`
		});
	}
	return ok(
		id,
		`Directus sees the client address (${believed ?? 'none'}), and ignores forged ones.`
	);
}

/** Judges the client address that Directus logged for a sign-in at the site with a forged one. */
export function judgeSiteAddress(siteUrl: string, believed: string | null): Finding {
	const id = 'site-address';
	if (believed === null) {
		return unknown(id, "Directus' activity log has no address for the sign-in.");
	}
	const forged = judgeForged(id, 'The app', siteUrl, believed, 'ADDRESS_HEADER and XFF_DEPTH');
	if (forged) return forged;
	if (!isLoopback(siteUrl) && isInternal(believed)) {
		return should(id, {
			what: `At the site people seem to come from ${believed}, an address within a network.`,
			why: `${COUNTS} If it is the proxy's, all people share them. It is right where this machine is in that network.`,
			fix: 'ADDRESS_HEADER=x-forwarded-for for the app, and XFF_DEPTH= the number of proxies before it.'
		});
	}
	return ok(
		id,
		`The site sees the client address (${believed}), sends it to Directus, and ignores forged ones.`
	);
}

/** Null where no claim was believed, or only programs of this machine could make one. */
function judgeForged(
	id: string,
	who: string,
	url: string,
	believed: string | null,
	setting: string
): Finding | null {
	const why = `${COUNTS} An attacker who sends another address each time can try for ever.`;
	if (believed === FORGED[0]) {
		return must(id, {
			what: `${who} believes whatever address people claim to come from.`,
			why,
			fix: `Correct ${setting}: the number of proxies in front, never more and never "true".`
		});
	}
	if (believed !== FORGED[1]) return null;
	if (isLoopback(url)) {
		return ok(id, `${who} would believe one claim; only programs on this machine reach it.`);
	}
	return must(id, {
		what: `${who} trusts forged X-Forwarded-For headers: there is no proxy where one is configured.`,
		why,
		fix: `Let people in through the proxy only, and let it write X-Forwarded-For. Or correct ${setting}.`
	});
}

const internal = new BlockList();
for (const [network, prefix] of [
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16]
] as const) {
	internal.addSubnet(network, prefix);
}
internal.addAddress('::1', 'ipv6');
internal.addSubnet('fc00::', 7, 'ipv6');
internal.addSubnet('fe80::', 10, 'ipv6');

function isInternal(address: string): boolean {
	if (isIPv4(address)) return internal.check(address);
	return isIPv6(address) && internal.check(address, 'ipv6');
}
