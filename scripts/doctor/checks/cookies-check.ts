import { cookieName, SESSION_COOKIES } from '@portico/contract/cookies.ts';
import { type Finding, must, ok } from '../finding.ts';
import type { SetCookie } from '../anonymous-visitor.ts';

const MAX_BYTES = 4096;

/** Judges the cookies that a sign-in set. */
export function judgeCookies(siteUrl: string, cookies: SetCookie[]): Finding[] {
	const isSecure = siteUrl.startsWith('https:');
	const faults = Object.entries(SESSION_COOKIES).flatMap(([name, sameSite]) => {
		const full = cookieName(name, isSecure);
		const cookie = cookies.find((one) => one.name === full);
		if (!cookie) return [`${full} is missing`];
		return faultsOf(cookie, sameSite, isSecure).map((fault) => `${full} ${fault}`);
	});
	if (faults.length === 0) {
		return [ok('cookies', 'Cookies are HttpOnly, SameSite and bound to this host.')];
	}
	return [
		must('cookies', {
			what: `Cookies are not as the app sets them: ${faults.join('; ')}.`,
			why: 'Scripts, other sites or an attacker in the network could use what is in them, or browsers drop them.',
			fix: isSecure
				? 'Let the proxy pass Set-Cookie on as it is, and see that APP_ORIGIN of the app is the https address.'
				: 'Let nothing between the site and its visitors change Set-Cookie.'
		})
	];
}

function faultsOf({ attributes, ...cookie }: SetCookie, sameSite: string, isSecure: boolean) {
	const size = Buffer.byteLength(`${cookie.name}=${cookie.value}`);
	return [
		...('httponly' in attributes ? [] : ['is not HttpOnly']),
		...(isSecure && !('secure' in attributes) ? ['is not Secure'] : []),
		...(attributes.samesite?.toLowerCase() === sameSite ? [] : [`is not SameSite=${sameSite}`]),
		...(attributes.path === '/' ? [] : ['is not for the whole site']),
		...('domain' in attributes ? ['is for other hosts too'] : []),
		...(size > MAX_BYTES ? ['is too big for browsers'] : [])
	];
}
