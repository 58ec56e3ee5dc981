import * as m from '@portico/contract/messages.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import * as readingList from '#lib/server/account/reading-list.ts';
import { pageNumber } from '#lib/server/content/page-number.ts';
import { memberActions, memberForm } from '#lib/server/forms/member-form.ts';
import * as notice from '#lib/server/forms/notice.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import { pathOfPage } from '#lib/server/session/return-path.ts';
import type { PageServerLoad } from './$types';

/** Its forms need no framework; static/reading-list.js sends them without a reload. */
export const csr = false;

export const load: PageServerLoad = async ({ url }) => {
	const unread = url.searchParams.get('show') === 'unread';
	const page = pageNumber(url);
	if (!page) error(404, m.error_noList());
	return { list: await readingList.read(requireUser(), { page, unread }), unread };
};

export const actions = memberActions({
	add: memberForm(
		() => readingList.additionForm,
		async ({ member, data }, { cookies, url }) => {
			if (!(await readingList.add(member, data.article))) {
				return fail(404, { values: {}, issues: {}, message: m.readingList_refused() });
			}
			notice.leave(cookies, 'listed');
			redirect(303, data.back || pathOfPage(url));
		}
	),
	remove: memberForm(
		() => readingList.removalForm,
		async ({ member, data, values }, { cookies, url }) => {
			if (!(await readingList.remove(member, data))) return missing(values);
			notice.leave(cookies, 'unlisted');
			redirect(303, data.back || pathOfPage(url));
		}
	),
	read: memberForm(
		() => readingList.readForm,
		async ({ member, data, values }, { url }) => {
			if (!(await readingList.mark(member, data))) return missing(values);
			redirect(303, pathOfPage(url));
		}
	),
	move: memberForm(
		() => readingList.moveForm,
		async ({ member, data, values }, { url }) => {
			if (!(await readingList.move(member, data))) return missing(values);
			redirect(303, pathOfPage(url));
		}
	)
});

/** Another tab may have removed it. */
function missing<Values extends object>(values: Values) {
	return fail(404, { values, issues: {}, message: m.readingList_missing() });
}
