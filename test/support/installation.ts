/** The running site that the tests are about; environment variables say where it is. */
export const installation = {
	/** The address of the site, without a slash at its end. */
	url: coordinate('PORTICO_TEST_URL'),
	directusUrl: coordinate('PORTICO_TEST_DIRECTUS_URL'),
	/** A Redis for the tests that need one; null where there is none, and they are not defined. */
	redisUrl: process.env.PORTICO_TEST_REDIS_URL || null,
	/** The page of the mail catcher. */
	mailUrl: coordinate('PORTICO_TEST_MAIL_URL'),
	administrator: {
		email: coordinate('PORTICO_TEST_ADMIN_EMAIL'),
		password: coordinate('PORTICO_TEST_ADMIN_PASSWORD')
	}
};

function coordinate(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: these tests need a running installation.`);
	return value.replace(/\/$/, '');
}
