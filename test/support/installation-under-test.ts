/** The running site under test; its address is read from environment variables on first use. */
export const installation = {
	/** The address of the site, without a slash at its end. */
	get url() {
		return requiredVariable('PORTICO_TEST_URL');
	},
	get directusUrl() {
		return requiredVariable('PORTICO_TEST_DIRECTUS_URL');
	},
	/** A Redis for the tests that need one; null where there is none, and they are not defined. */
	get redisUrl() {
		return process.env.PORTICO_TEST_REDIS_URL || null;
	},
	/** The page of the mail catcher. */
	get mailUrl() {
		return requiredVariable('PORTICO_TEST_MAIL_URL');
	},
	get administrator() {
		return {
			email: requiredVariable('PORTICO_TEST_ADMIN_EMAIL'),
			password: requiredVariable('PORTICO_TEST_ADMIN_PASSWORD')
		};
	}
};

/** @throws {Error} where the variable is not set */
export function requiredVariable(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: these tests need a running installation.`);
	return value.replace(/\/$/, '');
}
