import { InvalidPayloadError } from '@directus/errors';

/** The text that a JSON body carries under a name. */
export function requiredText(body: unknown, name: string): string {
	const value = optionalText(body, name);
	if (value === undefined) throw new InvalidPayloadError({ reason: `"${name}" is required` });
	return value;
}

/** The text that a JSON body carries under a name, if it carries that name at all. */
export function optionalText(body: unknown, name: string): string | undefined {
	if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;

	const value: unknown = (body as Record<string, unknown>)[name];
	if (typeof value !== 'string') {
		throw new InvalidPayloadError({ reason: `"${name}" must be a string` });
	}
	// PostgreSQL refuses NUL in any text, which would be answered as a failure of the server
	if (value.includes('\0')) {
		throw new InvalidPayloadError({ reason: `"${name}" has a character that is not allowed` });
	}
	return value;
}
