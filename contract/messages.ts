/** The words for visitors: one function for each key of messages/en.json, in the language of the page. */
export * from './messages/build/index.ts';
