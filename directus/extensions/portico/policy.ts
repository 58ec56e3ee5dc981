import type { policyAnswer } from '@portico/contract/answers.ts';
import { passwordPattern } from '@portico/contract/password-rule.ts';
import type { Router } from 'express';
import type { InferInput } from 'valibot';
import { endpoint, type Context } from './endpoint.ts';
import { lengthsOf } from './lengths.ts';

/** Current settings that the forms for registration and passwords need. */
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
					lengths: {
						email: lengths.get('email') ?? null,
						first_name: lengths.get('first_name') ?? null,
						last_name: lengths.get('last_name') ?? null
					},
					registration: {
						// SQLite has 0 and 1
						open: Boolean(settings?.public_registration),
						verification: Boolean(settings?.public_registration_verify_email ?? true)
					},
					password: { pattern: passwordPattern(settings?.auth_password_policy) }
				}
			} satisfies InferInput<typeof policyAnswer>);
		})
	);
}

interface Settings {
	public_registration: boolean | 0 | 1;
	public_registration_verify_email: boolean | 0 | 1;
	auth_password_policy: string | null;
}
