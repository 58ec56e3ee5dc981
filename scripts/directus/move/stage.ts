/** The schema in which a moved database is put together, beside the one that Directus looks into. */
export const STAGE = 'portico_move';
