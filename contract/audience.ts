/** The readers of the full text of an article, from all to few; title, summary and cover are public. */
export const AUDIENCES = ['public', 'members', 'premium'] as const;
export type Audience = (typeof AUDIENCES)[number];
