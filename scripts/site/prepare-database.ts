// Runs as a process of its own, so that stopping ends the commands of Directus with it. Its environment is Directus'.
import { prepare } from '../directus/prepare.ts';
import { UserError } from './user-error.ts';

const environment = process.env as Record<string, string>; // variables that are set are strings
try {
	process.send?.({ changes: await prepare(environment, console.log) });
} catch (error) {
	if (!(error instanceof UserError)) throw error;
	const { message, fix } = error;
	process.send?.({ error: { message, fix } });
}
