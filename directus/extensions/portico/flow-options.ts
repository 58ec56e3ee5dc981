import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';

/** Options that name events or collections. */
const NAMES = ['scope', 'collections'];

/**
 * Refuses flows whose options Directus cannot load: it loads all flows when one changes and whenever it starts, so that
 * one flow would end this process and each one after it.
 */
export const flowOptions: HookConfig = ({ filter }) => {
	filter('flows.create', (flow) => withOptions(flow, { options: {} }));
	filter('flows.update', (changes) => withOptions(changes, {}));
};

/** The values of a flow, with options that can be read. @throws 400 where they cannot */
export function withOptions(flow: unknown, absent: { options?: object }): unknown {
	if (typeof flow !== 'object' || flow === null) return flow;
	const given = flow as { options?: unknown };
	if (given.options === undefined) return { ...absent, ...without(given) };
	if (given.options === null) return { ...given, options: {} };
	checkOptions(given.options);
	return given;
}

function without({ options, ...others }: { options?: unknown }): object {
	void options;
	return others;
}

function checkOptions(options: unknown): void {
	if (typeof options !== 'object' || options === null || Array.isArray(options)) {
		throw new InvalidPayloadError({ reason: 'The options of a flow are an object' });
	}
	for (const name of NAMES) {
		const value = (options as Record<string, unknown>)[name] ?? [];
		if (![value].flat().every((one) => typeof one === 'string' && one !== '')) {
			throw new InvalidPayloadError({ reason: `"${name}" of a flow is a list of names` });
		}
	}
}
