import { LANGUAGES } from '@portico/contract/languages.ts';
import * as m from '@portico/contract/messages.ts';
import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { parseForm } from '#lib/server/forms/form.ts';
import * as languageCookie from '#lib/server/language/cookie.ts';
import { ownPath } from '#lib/server/session/return-path.ts';
import type { RequestHandler } from './$types';

const languageForm = v.object({
	language: v.pipe(v.string(), v.picklist(LANGUAGES)),
	back: v.optional(v.string(), '/')
});

/** Keeps the language that a visitor chose in the footer, and leads back to the page. */
export const POST: RequestHandler = async ({ cookies, request }) => {
	const { data } = await parseForm(languageForm, request);
	if (!data) error(400, m.error_brokenForm());
	languageCookie.write(cookies, data.language);
	redirect(303, ownPath(data.back) ?? '/');
};

/** The address of the form, opened by itself or loaded again after an error: there is nothing to see. */
export const GET: RequestHandler = () => redirect(303, '/');
