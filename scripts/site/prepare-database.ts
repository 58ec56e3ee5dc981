// Runs as a process of its own, so that stopping ends the commands of Directus with it. Its environment is Directus'.
import { prepare } from '../../directus/scripts/prepare.ts';

const environment = process.env as Record<string, string>; // what is set is a string
process.send?.(await prepare(environment, console.log));
