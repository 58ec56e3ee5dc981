import { demoPeople } from '../../directus/demo-people.ts';
import {
	type Administrator,
	AdministratorRefused,
	asAdministrator
} from '../../directus/administrator.ts';
import { type Finding, must, ok, should } from '../finding.ts';
import { isLoopback } from '../examined-installation.ts';

/** Accounts that come with an installation. */
export interface People {
	/** Addresses of active demo people. */
	demo: string[];
	/** Whether the demo password that this machine keeps opens one of their accounts; null where it keeps none. */
	demoPasswordWorks: boolean | null;
	administrators: string[];
}

/** Reads which of the default accounts of an installation exist. */
export async function readPeople(
	administrator: Administrator,
	directusUrl: string,
	demoPassword: string | null
): Promise<People> {
	const demoAddresses = demoPeople.map(({ email }) => email).join(',');
	const active = 'limit=-1&fields=email&filter[status][_eq]=active';
	const [demo, administrators] = await Promise.all(
		[
			`/users?${active}&filter[email][_in]=${demoAddresses}`,
			`/users?${active}&filter[role][policies][policy][admin_access][_eq]=true`
		].map((path) => administrator.get<{ email: string }[]>(path))
	);
	const found = (demo ?? []).map(({ email }) => email);
	const [first] = found;
	return {
		demo: found,
		demoPasswordWorks: demoPassword && first ? await opens(directusUrl, first, demoPassword) : null,
		administrators: (administrators ?? []).map(({ email }) => email)
	};
}

function opens(url: string, email: string, password: string): Promise<boolean> {
	return asAdministrator({ url, email, password }, () => Promise.resolve(true)).catch(
		(error: unknown) => {
			if (error instanceof AdministratorRefused) return false;
			throw error;
		}
	);
}

/** Judges whether accounts that are for trying are open to the world. */
export function judgePeople(siteUrl: string, { demo, demoPasswordWorks, administrators }: People) {
	return isLoopback(siteUrl)
		? [ok('accounts', 'Accounts for trying are fine on this machine.')]
		: [judgeDemo(demo, demoPasswordWorks), judgeAdministrators(administrators)];
}

function judgeDemo(demo: string[], passwordWorks: boolean | null): Finding {
	const id = 'demo-people';
	const fix =
		'In Studio, User Directory: delete them. Then set up without demo content (--no-demo).';
	if (passwordWorks) {
		return must(id, {
			what: `The demo password opens ${demo.join(', ')}.`,
			why: 'Anyone who saw it, in a terminal or an email, can sign in, also as an editor.',
			fix
		});
	}
	if (demo.length === 0) return ok(id, 'There are no demo people.');
	return should(id, {
		what: `There are demo people: ${demo.join(', ')}.`,
		why: 'Their addresses have no owner, and one of them is an editor.',
		fix
	});
}

function judgeAdministrators(administrators: string[]): Finding {
	const id = 'administrators';
	const ownerless = administrators.filter((email) => /@example\.(com|org|net)$/.test(email));
	if (ownerless.length === 0) return ok(id, 'Administrators have addresses of their own.');
	return should(id, {
		what: `An administrator has the address ${ownerless.join(', ')}, which has no owner.`,
		why: 'The password cannot be recovered by mail, and the address is the first that is guessed.',
		fix: 'In Studio, User Directory: give the account an address that a person reads.'
	});
}
