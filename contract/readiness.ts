import * as v from 'valibot';

/** The response of the app's `/readyz`. */
export const readiness = v.object({
	status: v.picklist(['ready', 'unavailable']),
	/** The state of Directus in words, where the app is not ready. */
	directus: v.optional(v.string()),
	/** Where the app has Redis. */
	redis: v.optional(v.picklist(['ready', 'no answer']))
});
export type Readiness = v.InferOutput<typeof readiness>;
