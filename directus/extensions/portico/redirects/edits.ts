import { InvalidPayloadError } from '@directus/errors';
import { redirectSourceFault, readPath, redirectTargetFault } from '@portico/contract/addresses.ts';
import type { Database } from '../endpoint.ts';
import type { Redirect } from './redirect.ts';
import { isPathServed } from './resolution.ts';

type Values = Record<string, unknown>;

/**
 * The values of a redirect as they are kept: paths without percent-encoding.
 *
 * @throws 400 where one of them is no path of this site
 */
export function withPaths(values: Values): Values {
	return {
		...values,
		...('from' in values && { from: pathOf('from', values['from'], redirectSourceFault) }),
		...('to' in values && { to: pathOf('to', values['to'], redirectTargetFault) })
	};
}

function pathOf(field: string, value: unknown, faultOf: (path: string) => string | null): unknown {
	// that it is missing is for the model to say
	if (value === null || value === undefined) return value;
	if (typeof value !== 'string') refuse(`"${field}" is no path`);
	const path = decoded(value);
	const fault = path === null ? 'has a % that encodes nothing' : faultOf(path);
	if (fault) refuse(`"${field}" ${fault}`);
	return path;
}

function decoded(text: string): string | null {
	try {
		return readPath(text);
	} catch {
		return null;
	}
}

/**
 * Refuses redirects without effect, and chains: visitors are redirected once, and never in a circle.
 *
 * @param redirect as it will be; `id` is null for a new one
 * @throws 400 with words for an editor
 */
export async function requireUse(
	database: Database,
	{ id, from, to }: Values & { id: number | null }
): Promise<void> {
	// that one is missing is for the model to say
	if (typeof from !== 'string' || typeof to !== 'string') return;
	if (from === to) refuse(`"${from}" would lead to itself`);
	if (await isPathServed(database, from)) {
		refuse(`There is a page at "${from}", which comes first: the redirect would do nothing`);
	}
	const others = () =>
		id === null
			? database<Redirect>('redirects')
			: database<Redirect>('redirects').whereNot({ id });
	const next = await others().where('from', to).first('to');
	if (next && !(await isPathServed(database, to))) {
		refuse(
			next.to === from
				? `"${to}" leads back to "${from}": people would go in a circle`
				: `"${to}" leads on to "${next.to}": let "${from}" lead there at once`
		);
	}
	const previous = await others().where('to', from).first('from');
	if (previous) {
		refuse(`"${previous.from}" leads to "${from}": let that redirect lead to "${to}" first`);
	}
}

function refuse(reason: string): never {
	throw new InvalidPayloadError({ reason });
}
