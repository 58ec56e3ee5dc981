import { type Finding, must, ok, unknown } from '../finding.ts';
import type { Answer } from '../anonymous-visitor.ts';

/** Response of the sign-in form to the administrator, whose credentials Directus accepts. */
export type SignIn = Pick<Answer, 'status' | 'body'>;

/** Judges whether the site accepts credentials that Directus accepts. */
export function judgeSignIn({ status, body }: SignIn): Finding {
	const id = 'sign-in';
	if (status === 303) return ok(id, 'Signing in at the site works.');
	if (status === 429) {
		return unknown(
			id,
			'The site has refused further sign-in attempts from here. Wait for a minute.'
		);
	}
	if (status === 200 && body.includes('http-equiv="refresh"')) {
		return must(id, {
			what: 'The site rejects its own forms as cross-origin.',
			why: 'People who sign in come back as guests.',
			fix: 'Let the proxy pass on Sec-Fetch-Site, Origin and Host as they are.'
		});
	}
	return must(id, {
		what: `Directus lets the administrator in; the site does not (${status}).`,
		why: 'No one can sign in at the site.',
		fix:
			status === 403
				? 'APP_ORIGIN of the app must be the address that people type: forms from another are refused.'
				: "See the app's log: it names each failed sign-in and its reason."
	});
}

/** Judges a members' page that was requested with the cookies of the sign-in. */
export function judgeMemberPage(
	{ status, headers, body }: Pick<Answer, 'status' | 'headers' | 'body'>,
	email: string
): Finding[] {
	return [judgeMember(status, body, email), judgeStorage(headers.get('cache-control'))];
}

function judgeMember(status: number, body: string, email: string): Finding {
	const id = 'member-page';
	if (status === 200 && body.includes(email)) {
		return ok(id, 'A signed-in member stays signed in on the next page.');
	}
	return must(id, {
		what: `A signed-in member is a guest on the next page (${status}).`,
		why: 'No one can open their profile or the pages for members.',
		fix: 'Let the proxy pass on Cookie and Set-Cookie as they are. Several apps need the same Directus.'
	});
}

function judgeStorage(cacheControl: string | null): Finding {
	const id = 'no-store';
	if (/\bprivate\b/.test(cacheControl ?? '') && /\bno-store\b/.test(cacheControl ?? '')) {
		return ok(id, 'Pages of members are stored nowhere.');
	}
	return must(id, {
		what: `A page of a member may be stored: Cache-Control is ${cacheControl ?? 'missing'}.`,
		why: 'A cache would show it to the next person.',
		fix: 'Let the proxy pass on Cache-Control as it is, and cache nothing that is private.'
	});
}
