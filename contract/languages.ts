/** The languages of the site: one for each file in messages/. */
export { BASE_LANGUAGE, DIRECTIONS, LANGUAGES, type Language } from './messages/build/languages.ts';
