import * as v from 'valibot';

// Responses of the extension's endpoints under /portico. A field that the previous release did not send has a default:
// during a deployment either side may be the older one.

/** A browser keeps no larger cookie (RFC 6265bis, 5.6), so no larger token is ours. */
export const MAX_TOKEN_LENGTH = 4096;

const token = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_TOKEN_LENGTH));

/** `POST /portico/session` and `/portico/session/refresh`: the two tokens of a session. */
export const tokensAnswer = answer(
	v.object({
		access_token: token,
		refresh_token: token,
		/** Milliseconds until the access token ends. */
		expires: v.optional(v.number())
	})
);

/** Whatever length SQLite has let into Directus, a member in the user cache takes a kilobyte at most. */
const shortText = v.pipe(
	v.string(),
	v.transform((text) => text.slice(0, 255))
);
const textColumn = v.optional(v.nullable(shortText), null);

/** The columns of `directus_users` that the app knows of a member; the extension selects them by this list. */
export const memberColumns = {
	email: textColumn,
	first_name: textColumn,
	last_name: textColumn,
	/** A tag such as `de-DE`; null where the person set none. */
	language: textColumn,
	/** The id of a file. */
	avatar: textColumn
};

/** Longer than any field of profile.ts. */
const profileText = v.pipe(
	v.string(),
	v.transform((text) => text.slice(0, 1000))
);

/** `GET /portico/me`: the owner of an access token. */
export const meAnswer = answer(
	v.object({
		...memberColumns,
		id: v.string(),
		status: v.string(),
		role: v.nullable(v.object({ id: v.string(), name: shortText })),
		/** Names the session, the same over all of its refreshes, without opening it. */
		session_name: v.optional(v.nullable(shortText), null),
		/** Whether a policy of this person counts at some addresses only. */
		rules_by_address: v.optional(v.boolean(), false),
		/** The fields of profile.ts that the model has; null where the extension is older than they are. */
		profile: v.optional(v.nullable(v.record(v.string(), v.nullable(profileText))), null),
		/** Whether a policy of this person opens Studio. */
		studio: v.optional(v.boolean(), false),
		/**
		 * The rights key by kind of content (content.ts): everyone with the same key sees the same. Null where what is shown
		 * depends on the person or the address.
		 */
		rights: v.optional(v.record(v.string(), v.nullable(v.string())), {})
	})
);

/** `GET /portico/member?username=`: what all members see of one; null where there is none. */
export const memberAnswer = answer(
	v.nullable(
		v.object({
			profile: v.record(v.string(), v.nullable(profileText)),
			has_avatar: v.boolean()
		})
	)
);

/** `GET /portico/permissions`, and Directus' own `/permissions/me`: by collection, then by action. */
export const permissionsAnswer = v.object({
	data: v.record(
		v.string(),
		v.record(v.string(), v.object({ access: v.picklist(['none', 'partial', 'full']) }))
	),
	/** Directus' own answer has none. */
	meta: v.optional(
		v.object({
			rules_by_address: v.boolean(),
			/** By kind of content: the collections that it is made of, and those that rules of any policy look into for it. */
			collections: v.optional(v.record(v.string(), v.array(v.string())))
		})
	)
});

/** How many characters a column keeps; null where there is no limit. */
const length = v.nullable(v.number());

/** `GET /portico/policy`: settings that a form needs before a person registers or chooses a password. */
export const policyAnswer = answer(
	v.object({
		lengths: v.optional(v.object({ email: length, first_name: length, last_name: length }), {
			email: null,
			first_name: null,
			last_name: null
		}),
		registration: v.object({ open: v.boolean(), verification: v.boolean() }),
		/** The expression that a password must match, as `RegExp` takes it. */
		password: v.object({ pattern: v.nullable(v.string()) })
	})
);

/** `POST /portico/verification`: the owner of the verified account. */
export const verificationAnswer = answer(v.object({ email: v.string() }));

/** `GET /portico/redirects`: the path that another one leads to, or null. */
export const redirectAnswer = answer(
	v.nullable(v.object({ to: v.pipe(v.string(), v.regex(/^\/(?!\/)/)) }))
);

/** The fields of an article that everyone may see, even where the text is for members. */
export const teaser = v.object({
	id: v.number(),
	slug: v.string(),
	title: v.string(),
	summary: v.nullable(v.string()),
	author: v.nullable(v.string()),
	/** One that the app does not know, and none, count as the most restricted. */
	audience: v.nullable(v.string()),
	/** A tag such as `de`; null where it is the site's. */
	language: v.optional(v.nullable(v.string()), null),
	/** ISO 8601. */
	published_at: v.string(),
	/** Only a picture, and only where everyone may see it. */
	cover: v.nullable(
		v.object({
			id: v.string(),
			/** Changes when the file is replaced: its whole part is the ETag of /assets. */
			version: v.optional(v.nullable(v.string()), null),
			width: v.nullable(v.number()),
			height: v.nullable(v.number()),
			/** Alternative text. */
			description: v.nullable(v.string())
		})
	),
	category: v.nullable(v.object({ slug: v.string(), name: v.string() })),
	tags: v.optional(v.array(v.string()), []),
	/** How many words the body has: enough to say how long it takes to read. */
	words: v.number()
});
export type Teaser = v.InferOutput<typeof teaser>;

/** `GET /portico/teasers`. Its rows are validated one by one, so that an invalid row does not hide the others. */
export const teasersAnswer = v.object({
	data: v.array(v.unknown()),
	meta: v.object({ total: v.number() })
});

/** A response whose content is not used. */
export const anyAnswer = v.unknown();

function answer<Data extends v.GenericSchema>(data: Data) {
	return v.object({ data });
}
