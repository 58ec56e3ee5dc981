import type { Router } from 'express';
import { endpoint, type Context } from './endpoint.ts';
import { lengthsOf } from './lengths.ts';

/** What a form must know before a person registers or chooses a password, as the settings are now. */
export function policy(router: Router, { database, services }: Context): void {
	router.get(
		'/policy',
		endpoint(async ({ schema }, response) => {
			const settings = await database('directus_settings').first<Settings | undefined>(
				'public_registration',
				'public_registration_verify_email',
				'auth_password_policy'
			);
			const lengths = await lengthsOf('directus_users', { services, schema, database });
			response.json({
				data: {
					lengths: Object.fromEntries(
						['email', 'first_name', 'last_name'].map((field) => [field, lengths.get(field)])
					),
					registration: {
						// SQLite has 0 and 1
						open: Boolean(settings?.public_registration),
						verification: Boolean(settings?.public_registration_verify_email ?? true)
					},
					password: { pattern: passwordPattern(settings?.auth_password_policy) }
				}
			});
		})
	);
}

/** The rule for passwords as `RegExp` takes it; Directus also accepts it between slashes. */
export function passwordPattern(rule: string | null | undefined): string | null {
	if (!rule) return null;
	return rule.startsWith('/') && rule.endsWith('/') ? rule.slice(1, -1) : rule;
}

interface Settings {
	public_registration: boolean | 0 | 1;
	public_registration_verify_email: boolean | 0 | 1;
	auth_password_policy: string | null;
}
