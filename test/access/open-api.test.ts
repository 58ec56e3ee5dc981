// The same tables with the API open and without proofs: the protection by policies and query guard alone.
import { afterAll, describe } from 'vitest';
import { startDirectus } from '../support/own-directus.ts';

const own = await startDirectus({ PORTICO_DIRECTUS_API: 'open', PORTICO_EVENTS_SECRET: '' });
afterAll(() => own.end());

// the tables read where Directus is as they are loaded
Object.assign(process.env, {
	PORTICO_TEST_DIRECTUS_URL: own.directusUrl,
	PORTICO_TEST_ADMIN_EMAIL: own.administrator.email,
	PORTICO_TEST_ADMIN_PASSWORD: own.administrator.password,
	PORTICO_TEST_EVENTS_SECRET: ''
});

describe('with the API open', async () => {
	await import('./access.test.ts');
	await import('./leaks.test.ts');
});
