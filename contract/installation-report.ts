import * as v from 'valibot';

// Responses of the extension to administrators under /installation, for npm run doctor.

/** Variables of Directus that are worth a look and hold nothing secret. */
export const SHOWN_VARIABLES = [
	'AI_ENABLED',
	'CACHE_ENABLED',
	'CORS_ENABLED',
	'CORS_ORIGIN',
	'DB_CLIENT',
	'EMAIL_FROM',
	'EMAIL_TRANSPORT',
	'EXTENSIONS_MUST_LOAD',
	'GRAPHQL_INTROSPECTION',
	'IP_CUSTOM_HEADER',
	'IP_TRUST_PROXY',
	'MCP_ENABLED',
	'OPENAPI_ENABLED',
	'PRESSURE_LIMITER_ENABLED',
	'PUBLIC_URL',
	'RATE_LIMITER_REGISTRATION_ENABLED',
	'REFRESH_TOKEN_COOKIE_SECURE',
	'SESSION_COOKIE_SECURE',
	'TELEMETRY',
	'WEBSOCKETS_ENABLED'
] as const;

const shown = v.union([v.string(), v.number(), v.boolean(), v.null()]);

/** The environment of Directus without secrets. */
export const facts = v.object({
	/** As Directus took them: `true`, not "true". */
	variables: v.object(v.entriesFromList(SHOWN_VARIABLES, v.optional(shown, null))),
	/** Seconds. */
	lifetimes: v.object({
		accessToken: v.number(),
		refreshToken: v.number(),
		session: v.number(),
		grace: v.number(),
		/** Of a session that is used. */
		sessionMaxAge: v.number()
	}),
	/** Where emails may link to. */
	links: v.object({
		recovery: v.array(v.string()),
		invitation: v.array(v.string()),
		registration: v.array(v.string())
	}),
	/** The targets of webhooks. */
	eventUrls: v.array(v.string()),
	/** Access to the API, and its paths that are open to everyone. */
	api: v.optional(v.object({ access: v.picklist(['studio', 'open']), paths: v.array(v.string()) })),
	/** Attempts per minute. */
	limits: v.object({ perAddress: v.number(), perAccount: v.number() }),
	redis: v.boolean()
});
export type Facts = v.InferOutput<typeof facts>;

/** `GET /installation`. */
export const installation = v.object({
	...facts.entries,
	/** Another for each process of Directus. */
	process: v.string(),
	node: v.string(),
	extension: v.object({ version: v.string(), digest: v.string() }),
	/** Whether the database refuses a second bookmark of an article by the same member. */
	uniqueBookmarks: v.optional(v.boolean(), true),
	/** The client of this request: as Directus resolved it, as the peer of the connection, and by its headers. */
	address: v.object({
		believed: v.nullable(v.string()),
		peer: v.nullable(v.string()),
		forwarded: v.array(v.string())
	})
});
export type Installation = v.InferOutput<typeof installation>;

/** `POST /installation/events`: how a signed event that changes nothing ended at each of the addresses. */
export const deliveries = v.array(
	v.object({
		url: v.string(),
		/** Null where there was no answer. */
		status: v.nullable(v.number()),
		milliseconds: v.number()
	})
);
export type Delivery = v.InferOutput<typeof deliveries>[number];

/** `POST /installation/mail`. `untested`: this transport cannot be verified without sending an email. */
export const mailOutcome = v.variant('outcome', [
	v.object({ outcome: v.literal('ready') }),
	v.object({ outcome: v.literal('sent') }),
	v.object({ outcome: v.literal('untested') }),
	v.object({ outcome: v.literal('failed'), code: v.nullable(v.string()), reason: v.string() })
]);
export type MailOutcome = v.InferOutput<typeof mailOutcome>;
