import type { Facts } from '@portico/contract/installation-report.ts';
import { type Finding, must, ok, should } from '../finding.ts';

const PAGES = [
	['recovery', 'PASSWORD_RESET_URL_ALLOW_LIST', '/reset-password', 'recover a password'],
	['registration', 'USER_REGISTER_URL_ALLOW_LIST', '/verify-email', 'confirm an address']
] as const;

/** Judges whether mails may link to the site, and to nothing else. */
export function judgeLinks(siteUrl: string, links: Facts['links']): Finding[] {
	const findings = PAGES.flatMap(([kind, variable, path, purpose]) => {
		const wanted = siteUrl + path;
		const allowed = links[kind];
		const id = `link-${kind}`;
		const fix = `APP_ORIGIN=${siteUrl} for Directus (it sets ${variable}=${wanted}), and restart it.`;
		if (!allowed.includes(wanted)) {
			return must(id, {
				what: `Mails may not link to ${wanted}, only to ${allowed.join(', ') || 'nothing'}.`,
				why: `Directus refuses to send the email, so no one can ${purpose}.`,
				fix
			});
		}
		const others = allowed.filter((url) => !url.startsWith(`${siteUrl}/`));
		if (others.length === 0) return [];
		return should(id, {
			what: `Mails may also link to ${others.join(', ')}.`,
			why: 'The first address of a list counts as the site, and the token in a link goes there.',
			fix
		});
	});
	findings.push(...judgeInvitations(siteUrl, links.invitation));
	return findings.length > 0 ? findings : [ok('links', 'Mails may link to this site alone.')];
}

/** Emails lead to the site whatever the list says; Directus takes requests for others. */
function judgeInvitations(siteUrl: string, allowed: string[]): Finding[] {
	const others = allowed.filter((url) => !url.startsWith(`${siteUrl}/`));
	if (others.length === 0) return [];
	return [
		should('link-invitation', {
			what: `Invitations may be requested for ${others.join(', ')}.`,
			why: 'They lead to the site all the same, so the requester gets another link than expected.',
			fix: 'Unset USER_INVITE_URL_ALLOW_LIST for Directus, and restart it.'
		})
	];
}

/** Judges whether Directus knows its own address, by the one that it is reached at. */
export function judgePublicUrl(directusUrl: string, publicUrl: unknown): Finding {
	if (
		typeof publicUrl === 'string' &&
		URL.parse(publicUrl)?.origin === new URL(directusUrl).origin
	) {
		return ok('public-url', 'Directus knows its own address.');
	}
	return should('public-url', {
		what: `Directus takes ${String(publicUrl)} for its address, and is reached at ${directusUrl}.`,
		why: 'Studio, its cookies and single sign-on go by it.',
		fix: `PUBLIC_URL=${directusUrl} for Directus, or give the doctor the address that people use.`
	});
}
