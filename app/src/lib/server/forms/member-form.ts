import * as m from '@portico/contract/messages.ts';
import { type ActionFailure, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import {
	type Entries,
	type Field,
	fileIn,
	parseFields,
	type ParsedForm,
	readForm
} from './form.ts';
import * as keptForm from './kept-form.ts';
import { type Member, nameOf } from '../session/access.ts';
import { requireUser } from '../session/guard.ts';
import { returnPathTo, withReturnPath } from '../session/return-path.ts';

/** State of a form that is shown again. */
export type ShownForm<Name extends string> = {
	values: Partial<Record<Name, string>>;
	issues: Partial<Record<Name, string>>;
	message: string | null;
};

type Schema<T extends Entries> = v.ObjectSchema<T, undefined>;

/** A valid form, with the member who sent it. */
type Sent<T extends Entries> = {
	member: Member;
	data: v.InferOutput<Schema<T>>;
	values: ParsedForm<T>['values'];
	/** The file of a field; null where none was chosen. */
	file: (field: string) => File | null;
};

/** A form that writes on behalf of the signed-in member. */
type MemberForm<Name extends string, Result> = {
	send: (event: RequestEvent) => Promise<Result | ActionFailure<ShownForm<Name>>>;
	/** Selects the fields of this form from a kept form. */
	select: (kept: Record<string, string>) => Promise<Partial<Record<Name, string>>>;
};

/** Defines a form of a member by its schema and the function that writes it; one with files takes more bytes. */
export function memberForm<const T extends Entries, Result>(
	schemaNow: () => Schema<T> | Promise<Schema<T>>,
	write: (sent: Sent<T>, event: RequestEvent) => Promise<Result>,
	maxBytes?: number
): MemberForm<Field<T>, Result> {
	return {
		send: async (event) => {
			const { locals, request, url } = event;
			const keeping = locals.access.kind === 'guest' ? signInKeeping(url) : null;
			if (keeping) redirect(307, keeping);
			const member = requireUser();
			const [fields, schema] = await Promise.all([readForm(request, maxBytes), schemaNow()]);
			const { data, issues, values } = parseFields(schema, fields);
			if (fields.get(keptForm.OPENED_BY) !== member.user.id) {
				return fail(409, {
					values,
					issues: {},
					message: m.member_openedByAnother({ name: nameOf(member.user) })
				});
			}
			if (data === null) return fail(422, { values, issues: issues ?? {}, message: null });
			const file = (field: string) => fileIn(fields, field);
			return write({ member, data, values, file }, event);
		},
		select: async (kept) => {
			const { entries } = await schemaNow();
			const own = Object.entries(kept).filter(([field]) => Object.hasOwn(entries, field));
			return Object.fromEntries(own) as Partial<Record<Field<T>, string>>; // only fields of the schema are in it
		}
	};
}

/** Actions that `memberActions` made; a test checks every action of every route against them. */
const made = new WeakSet();

/** Whether an action writes only on behalf of the person who opened its form. */
export function writesForOpener(action: object): boolean {
	return made.has(action);
}

type Forms = Record<string, MemberForm<string, unknown>>;
type NameIn<F extends Forms> = F[keyof F] extends MemberForm<infer Name, unknown> ? Name : never;
type Restored<F extends Forms> = ShownForm<NameIn<F>> | ActionFailure<ShownForm<NameIn<F>>>;
type Actions<F extends Forms> = { [Name in keyof F]: F[Name]['send'] } & {
	restore: (event: RequestEvent) => Promise<Restored<F>>;
};

/**
 * The actions of a page whose forms write on behalf of a member. Each form carries the id of the person for whom its page
 * was rendered (`Form.svelte` adds it), and is written only while that person is signed in: another tab may have changed
 * the session since. If the session has ended, the submitted values go to the sign-in page, and return with `?/restore`.
 */
export function memberActions<F extends Forms>(forms: F): Actions<F> {
	const sending = Object.entries(forms).map(([name, { send }]) => [name, send]);
	const actions = Object.fromEntries([
		...sending,
		['restore', (event: RequestEvent) => restore(forms, event)]
	]) as Actions<F>; // a send for each form, and restore
	for (const action of Object.values(actions)) made.add(action);
	return actions;
}

async function restore<F extends Forms>(
	forms: F,
	{ request, url }: RequestEvent
): Promise<Restored<F>> {
	const { user } = requireUser();
	const sealed = (await readForm(request)).get(keptForm.KEPT);
	const kept = typeof sealed === 'string' ? keptForm.open(sealed, url.pathname) : null;
	const form = kept && Object.hasOwn(forms, kept.action) ? forms[kept.action] : undefined;
	const nothing = { values: {}, issues: {} };
	if (!kept || !form) {
		return fail(400, { ...nothing, message: m.member_notKept() });
	}
	if (kept.openedBy !== user.id) {
		return fail(409, { ...nothing, message: m.member_anotherAccount({ name: nameOf(user) }) });
	}
	const files = kept.files > 0 ? [m.member_filesAgain()] : [];
	const message = [m.member_restored(), ...files].join(' ');
	// the form that it came from is one of them
	const values = (await form.select(kept.values)) as ShownForm<NameIn<F>>['values'];
	return { values, issues: {}, message };
}

/**
 * The sign-in address to which the form of a guest is redirected: with 307 the browser sends the form there unchanged.
 * Null where there is no return path to keep.
 */
export function signInKeeping(url: URL): string | null {
	const back = returnPathTo(url);
	const name = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1);
	if (back === null || name === undefined) return null;
	return `${withReturnPath('/signin', back).replace('?', '?/keep&')}&action=${encodeURIComponent(name)}`;
}
