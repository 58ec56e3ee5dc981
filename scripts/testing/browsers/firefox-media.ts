interface Command {
	id: number;
	method: string;
	params: { features?: Record<string, string | null> };
}

const METHOD = 'emulation.setMediaFeaturesOverride';

/**
 * The answer to a WebDriver BiDi command that Firefox does not know, where it requests Firefox' default behavior: pages
 * by day, and no other media feature changed. Null for all that Firefox has to answer itself, if only with an error.
 */
export function answerFor(message: string): string | null {
	// most messages are long, and few are this command
	if (!message.includes(METHOD)) return null;
	const { id, method, params } = JSON.parse(message) as Command;
	if (method !== METHOD) return null;
	const { 'prefers-color-scheme': scheme, ...others } = params.features ?? {};
	const hasDefaults = Object.values(others).every((value) => value === null);
	if (!hasDefaults || (scheme ?? 'light') !== 'light') return null;
	return JSON.stringify({ type: 'success', id, result: {} });
}
