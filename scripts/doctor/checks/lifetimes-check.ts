import { cookieName, type SessionCookie } from '@portico/contract/cookies.ts';
import { GRACE_SECONDS } from '@portico/contract/environment-variables.ts';
import type { Facts } from '@portico/contract/installation-report.ts';
import { type Finding, must, ok, should } from '../finding.ts';
import type { SetCookie } from '../anonymous-visitor.ts';

/** Between the token's making and the cookie's some seconds pass. */
const TOLERANCE_SECONDS = 60;
/** Directus' own address believes the role in a token for as long. */
const MAX_ACCESS_SECONDS = 15 * 60;

/** Judges the lifetimes of the cookies that a sign-in set, by those that Directus gives to the tokens in them. */
export function judgeLifetimes(
	cookies: SetCookie[],
	{ accessToken, session, refreshToken, grace, sessionMaxAge }: Facts['lifetimes']
): Finding[] {
	const findings = [
		judgeSession(age(cookies, 'refresh_token'), session),
		judgeAccess(age(cookies, 'access_token'), accessToken),
		judgeStudio(refreshToken, session),
		judgeGrace(grace)
	].filter((finding) => finding !== null);
	if (findings.length > 0) return findings;
	const lifetimes = `${inWords(session)} unused, ${inWords(sessionMaxAge)} at most, ${inWords(accessToken)} for a token`;
	return [ok('lifetimes', `Cookies and sessions live equally long: ${lifetimes}.`)];
}

function judgeSession(cookie: number | null, session: number): Finding | null {
	if (cookie === null || cookie === session) return null;
	return must('session-lifetime', {
		what: `The app keeps its session cookie for ${inWords(cookie)}, Directus the session for ${inWords(session)}.`,
		why:
			cookie < session
				? 'People are signed out earlier than they should be, and their sessions lie about unused.'
				: 'People seem to be signed in when their session is over.',
		fix: 'The same REFRESH_TOKEN_TTL for the app and for Directus (there it sets SESSION_COOKIE_TTL); restart both.'
	});
}

function judgeAccess(cookie: number | null, accessToken: number): Finding | null {
	if (cookie !== null && Math.abs(cookie - accessToken) > TOLERANCE_SECONDS) {
		return must('access-lifetime', {
			what: `The access token's cookie lives for ${inWords(cookie)}, the token for ${inWords(accessToken)}.`,
			why: 'Something between the site and here writes cookies anew, or a clock is wrong.',
			fix: 'Let the proxy pass Set-Cookie on as it is.'
		});
	}
	if (accessToken <= MAX_ACCESS_SECONDS) return null;
	return should('access-lifetime', {
		what: `Access tokens live for ${inWords(accessToken)}.`,
		why: "Directus' own address believes the role that is written in one for as long.",
		fix: 'ACCESS_TOKEN_TTL=5m for Directus.'
	});
}

function judgeStudio(refreshToken: number, session: number): Finding | null {
	if (refreshToken === session) return null;
	return should('refresh-lifetime', {
		what: `Directus has REFRESH_TOKEN_TTL at ${inWords(refreshToken)}, SESSION_COOKIE_TTL at ${inWords(session)}.`,
		why: 'Our sessions go by the second; a change of the first has no effect.',
		fix: 'Set REFRESH_TOKEN_TTL only: SESSION_COOKIE_TTL follows it.'
	});
}

function judgeGrace(grace: number): Finding | null {
	if (grace >= GRACE_SECONDS) return null;
	return must('refresh-grace', {
		what: `A refresh may be repeated for ${grace} s only.`,
		why: 'A member is signed out when the response to a refresh is lost, on a bad connection or with many tabs.',
		fix: `SESSION_REFRESH_GRACE_PERIOD=${GRACE_SECONDS}s for Directus, and restart it.`
	});
}

function age(cookies: SetCookie[], name: SessionCookie): number | null {
	const names = [cookieName(name, true), cookieName(name, false)];
	const cookie = cookies.find((one) => names.includes(one.name));
	const seconds = Number(cookie?.attributes['max-age'] ?? Number.NaN);
	return Number.isNaN(seconds) ? null : seconds;
}

function inWords(seconds: number): string {
	for (const [unit, size] of [
		['days', 86_400],
		['hours', 3600],
		['minutes', 60]
	] as const) {
		if (seconds >= 2 * size || seconds === size) return `${+(seconds / size).toFixed(1)} ${unit}`;
	}
	return `${seconds} s`;
}
