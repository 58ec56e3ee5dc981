import { Browser } from '../../support/browser.ts';
import type { Directus } from '../../support/directus.ts';
import { editor, member, premium } from '../../../directus/access/roles.ts';
import type { Caller } from './expectation.ts';

/** A caller with the cookie and token of a sign-in at the site. */
export interface SignedIn {
	name: Caller;
	id: string | null;
	/** The cookies of their browser, as it sends them. */
	cookie: string | null;
	/** The token that the app sends to Directus for them. */
	accessToken: string | null;
}

/** Makes one person of each role, and signs them in at the site. */
export async function makeCallers(directus: Directus, siteUrl: string): Promise<SignedIn[]> {
	const [administrator] = await directus.send<{ role: string }[]>(
		'GET',
		'/users?filter[role][policies][policy][admin_access][_eq]=true&fields=role&limit=1'
	);
	const roles: [Caller, string][] = [
		['Member', member.id],
		['Premium', premium.id],
		['Newcomer', await directus.makeRole()],
		['Editor', editor.id],
		['Administrator', administrator?.role ?? '']
	];
	const people = roles.map(async ([name, role]): Promise<SignedIn> => {
		const person = await directus.makePerson({ role });
		const { cookies } = await Browser.signedIn(person, siteUrl);
		const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
		return { name, id: person.id, cookie, accessToken: cookies.get('access_token') ?? null };
	});
	const guest: SignedIn = { name: 'guest', id: null, cookie: null, accessToken: null };
	return [guest, ...(await Promise.all(people))];
}
