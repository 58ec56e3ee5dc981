import * as m from '@portico/contract/messages.ts';
import { fail, redirect } from '@sveltejs/kit';
import * as credentials from '#lib/server/account/sign-in.ts';
import { signUpByMailForm, signUpForm } from '#lib/server/account/form-schemas.ts';
import * as policy from '#lib/server/account/policy.ts';
import * as registration from '#lib/server/account/registration.ts';
import * as site from '#lib/server/content/site.ts';
import * as cookieTest from '#lib/server/forms/cookie-test.ts';
import { parseForm } from '#lib/server/forms/form.ts';
import * as notice from '#lib/server/forms/notice.ts';
import {
	DEFAULT_RETURN_PATH,
	returnPathIn,
	withReturnPath
} from '#lib/server/session/return-path.ts';
import * as session from '#lib/server/session/lifecycle.ts';
import type { Actions, PageServerLoad } from './$types';

/** A few fields and a button need no hydration, so that signing up does not wait for scripts. */
export const csr = false;

export const load: PageServerLoad = async ({ cookies, request, url }) => {
	const redirectedFrom = returnPathIn(url);
	const [{ registration, password }, { terms }] = await Promise.all([policy.read(), site.read()]);
	// a mailed link signs in, perhaps in another browser
	const signsIn = registration.open && !registration.verification;
	if (signsIn && request.method === 'GET') cookieTest.leave(cookies, url.pathname);
	return {
		testsCookies: signsIn && cookieTest.isPassed(cookies),
		terms,
		redirectedFrom,
		signInHref: withReturnPath('/signin', redirectedFrom),
		againHref: withReturnPath('/verify-email/again', redirectedFrom),
		forgotPasswordHref: withReturnPath('/forgot-password', redirectedFrom),
		open: registration.open,
		verification: registration.verification,
		passwordRule: password.text
	};
};

export const actions: Actions = {
	register: async ({ cookies, locals, request, setHeaders, url }) => {
		const [rules, { terms }] = await Promise.all([policy.read(), site.read()]);
		const { data, issues, values } = rules.registration.verification
			? await parseForm(signUpByMailForm(rules.lengths), request)
			: await parseForm(signUpForm(rules.lengths), request);
		const form = {
			values,
			issues: {},
			message: null,
			accountMayExist: false,
			checkMailbox: false
		};
		// another version may have come since the page was opened
		const isAgreed = !terms || values.terms === terms.version;
		const disagreement = isAgreed ? {} : { terms: m.signUp_consentMissing() };
		if (issues) return fail(422, { ...form, issues: { ...issues, ...disagreement } });
		if (data.cookie_test && !cookieTest.isPassed(cookies)) {
			cookieTest.leave(cookies, url.pathname);
			return fail(400, { ...form, message: m.signIn_noCookies() });
		}
		if (!isAgreed) return fail(422, { ...form, issues: disagreement });

		const { visitor } = locals;
		const back = returnPathIn(url);
		const registered = await registration.register(
			{ ...data, terms: terms?.version ?? '' },
			rules,
			{
				visitor,
				back
			}
		);
		switch (registered.kind) {
			case 'closed':
				return fail(403, { ...form, message: m.signUp_closed() });
			case 'weak':
				return fail(422, { ...form, issues: { password: registered.rule } });
			case 'not-accepted':
				return fail(422, { ...form, issues: { email: m.signUp_badAddress() } });
			case 'not-this-address':
				return fail(403, { ...form, issues: { email: m.signUp_notThisAddress() } });
			case 'too-many':
				setHeaders({ 'retry-after': String(registered.waitSeconds) });
				return fail(429, { ...form, message: m.signIn_tooMany({ wait: registered.waitSeconds }) });
			case 'mailed':
				return { ...form, checkMailbox: true };
			case 'registered':
				break;
		}

		const signIn = await credentials.signIn(data, visitor);
		switch (signIn.kind) {
			case 'signed-in':
				break;
			case 'too-many':
			case 'busy':
				notice.leave(cookies, 'sign-in-later');
				return redirect(303, withReturnPath('/signin', back));
			// an existing account keeps its password, so signing in requires that one
			case 'code-wanted':
			case 'refused':
				return fail(409, { ...form, accountMayExist: true });
		}
		await session.replace(cookies, signIn.tokens);
		notice.leave(cookies, 'registered');
		redirect(303, back ?? DEFAULT_RETURN_PATH);
	}
};
