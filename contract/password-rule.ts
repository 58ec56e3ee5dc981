/** The pattern in Directus' `auth_password_policy`, as `RegExp` takes it: Directus also accepts it between slashes. */
export function passwordPattern(policy: string | null | undefined): string | null {
	if (!policy) return null;
	return /^\/(.*)\/\w*$/s.exec(policy)?.[1] ?? policy;
}

/** The expression that a password must match; null where there is none, or none that can be read here. */
export function passwordExpression(pattern: string | null): RegExp | null {
	const source = passwordPattern(pattern);
	if (source === null) return null;
	try {
		return new RegExp(source);
	} catch {
		// left to Directus, which validates by it
		return null;
	}
}
