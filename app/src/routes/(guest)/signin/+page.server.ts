import { fail, redirect } from '@sveltejs/kit';
import * as credentials from '#lib/server/account/credentials.ts';
import { signInForm } from '#lib/server/account/forms.ts';
import { busy, tooMany } from '#lib/server/account/messages.ts';
import { parseForm } from '#lib/server/form.ts';
import * as notice from '#lib/server/notice.ts';
import {
	DEFAULT_RETURN_PATH,
	returnPathIn,
	withReturnPath
} from '#lib/server/session/return-path.ts';
import * as session from '#lib/server/session/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
	const redirectedFrom = returnPathIn(url);
	return {
		redirectedFrom,
		signUpHref: withReturnPath('/signup', redirectedFrom),
		forgotPasswordHref: withReturnPath('/forgot-password', redirectedFrom)
	};
};

export const actions: Actions = {
	login: async ({ cookies, locals, request, setHeaders, url }) => {
		const { data, issues, values } = await parseForm(signInForm, request);
		if (issues) return fail(422, { values, issues, message: null, otp: Boolean(issues.otp) });

		const signIn = await credentials.signIn(data, locals.visitor);
		if (signIn.kind === 'signed-in') {
			await session.replace(cookies, signIn.tokens);
			notice.leave(cookies, 'signed-in');
			redirect(303, returnPathIn(url) ?? DEFAULT_RETURN_PATH);
		}
		if (signIn.kind === 'too-many') {
			setHeaders({ 'retry-after': String(signIn.waitSeconds) });
			return fail(429, { values, issues: {}, message: tooMany(signIn.waitSeconds), otp: false });
		}
		if (signIn.kind === 'busy') {
			setHeaders({ 'retry-after': String(signIn.waitSeconds) });
			return fail(503, { values, issues: {}, message: busy(signIn.waitSeconds), otp: false });
		}
		if (signIn.kind === 'code-wanted') {
			const message = data.otp
				? 'This code is wrong or has run out. Try the next one.'
				: 'Enter the code that your authenticator app shows.';
			return fail(401, { values, issues: {}, message, otp: true });
		}
		const message = 'The address or the password is wrong.';
		return fail(401, { values, issues: {}, message, otp: Boolean(data.otp) });
	}
};
