/** Default limits and lifetimes of app and extension, in the format of their environment variables. */
export const DEFAULTS = {
	/** Of an access token. */
	ACCESS_TOKEN_TTL: '5m',
	/** Of a session that is not used. */
	REFRESH_TOKEN_TTL: '7d',
	/** How long a refresh token can be used again: Directus answers with the same successor, and the app keeps it. */
	SESSION_REFRESH_GRACE_PERIOD: '60s',
	/** Sign-ins and recoveries per minute from one address. */
	RATE_LIMIT_PER_ADDRESS: '30',
	/** Failed sign-ins per minute to one account from one address. */
	RATE_LIMIT_PER_ACCOUNT: '10',
	/** Registrations per minute from one address. */
	RATE_LIMIT_SIGNUP: '5'
} as const;

/** SESSION_REFRESH_GRACE_PERIOD in seconds, which the app relies on. */
export const GRACE_SECONDS = 60;
