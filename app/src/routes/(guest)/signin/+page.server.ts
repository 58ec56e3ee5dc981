import * as m from '@portico/contract/messages.ts';
import { MAX_AVATAR_FORM_BYTES } from '@portico/contract/profile.ts';
import { fail, redirect } from '@sveltejs/kit';
import * as credentials from '#lib/server/account/sign-in.ts';
import { signInForm } from '#lib/server/account/form-schemas.ts';
import * as cookieTest from '#lib/server/forms/cookie-test.ts';
import { parseForm, readForm } from '#lib/server/forms/form.ts';
import * as keptForm from '#lib/server/forms/kept-form.ts';
import * as notice from '#lib/server/forms/notice.ts';
import {
	DEFAULT_RETURN_PATH,
	returnPathIn,
	withReturnPath
} from '#lib/server/session/return-path.ts';
import * as sessionCookies from '#lib/server/session/cookies.ts';
import * as session from '#lib/server/session/lifecycle.ts';
import type { Actions, PageServerLoad } from './$types';

/** A few fields and a button need no hydration, so that signing in does not wait for scripts. */
export const csr = false;

export const load: PageServerLoad = ({ cookies, request, url }) => {
	if (request.method === 'GET') cookieTest.leave(cookies, url.pathname);
	const redirectedFrom = returnPathIn(url);
	return {
		redirectedFrom,
		// a page that answers another form, such as one that is kept, left none
		testsCookies: cookieTest.isPassed(cookies),
		signUpHref: withReturnPath('/signup', redirectedFrom),
		forgotPasswordHref: withReturnPath('/forgot-password', redirectedFrom)
	};
};

export const actions: Actions = {
	login: async ({ cookies, locals, request, setHeaders, url }) => {
		const { data, issues, values } = await parseForm(signInForm, request);
		const form = { values, issues: {}, kept: values.kept ?? '', restoreAt: null };
		if (issues) return fail(422, { ...form, issues, message: null, otp: Boolean(issues.otp) });

		if (data.cookie_test && !cookieTest.isPassed(cookies)) {
			cookieTest.leave(cookies, url.pathname);
			return fail(400, { ...form, message: m.signIn_noCookies(), otp: Boolean(data.otp) });
		}

		const signIn = await credentials.signIn(data, locals.visitor);
		switch (signIn.kind) {
			case 'signed-in':
				break;
			case 'too-many':
				setHeaders({ 'retry-after': String(signIn.waitSeconds) });
				return fail(429, {
					...form,
					message: m.signIn_tooMany({ wait: signIn.waitSeconds }),
					otp: false
				});
			case 'busy':
				setHeaders({ 'retry-after': String(signIn.waitSeconds) });
				return fail(503, {
					...form,
					message: m.signIn_busy({ wait: signIn.waitSeconds }),
					otp: false
				});
			case 'code-wanted': {
				const message = data.otp ? m.signIn_wrongCode() : m.signIn_codeWanted();
				return fail(401, { ...form, message, otp: true });
			}
			case 'refused':
				return fail(401, { ...form, message: m.signIn_refused(), otp: Boolean(data.otp) });
		}

		await session.replace(cookies, signIn.tokens);
		const back = returnPathIn(url) ?? DEFAULT_RETURN_PATH;
		const restoreAt = keptForm.restoreAt(data.kept, back);
		if (restoreAt) {
			// this answer is the first page of the new session
			const opened = await session.open(
				sessionCookies.read(cookies),
				locals.visitor,
				Date.now() / 1000
			);
			locals.access = opened.access;
			return { ...form, message: null, otp: false, restoreAt };
		}
		notice.leave(cookies, 'signed-in');
		redirect(303, back);
	},

	/** Receives the form of a member whose session has ended, as it was sent. */
	keep: async ({ request, url }) => {
		const path = returnPathIn(url) ?? DEFAULT_RETURN_PATH;
		const action = url.searchParams.get('action') ?? '';
		const kept = keptForm.seal(await readForm(request, MAX_AVATAR_FORM_BYTES), { path, action });
		const message = kept ? m.signIn_kept() : m.signIn_tooLargeToKeep();
		const values: Partial<Record<'email', string>> = {};
		return fail(401, {
			values,
			issues: {},
			message,
			otp: false,
			kept: kept ?? '',
			restoreAt: null
		});
	}
};
