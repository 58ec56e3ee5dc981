// The set-up, step by step, from the command line. `npm start` takes these steps by itself; here they are for
// containers, and for developers who have changed the model, the rights or the content. installation.ts finds the settings.
import { pathToFileURL } from 'node:url';
import { applyAccess } from './apply-access.ts';
import { type Administrator, asAdministrator } from './administrator.ts';
import { applyContent } from './apply-content.ts';
import { deploy } from './deployment.ts';
import { commandLine } from './directus-package.ts';
import { directusEnvironment } from './environment.ts';
import { describedInstallation } from './described-installation.ts';
import { prepare } from './prepare.ts';
import { runSteps } from './steps.ts';

const SET_UP = { start: 'node scripts/directus/set-up.ts', options: {} };

const installation = () => describedInstallation(process.env);

await runSteps(SET_UP, {
	all: {
		does: 'all of it, before Directus starts; demo content where DEMO_PASSWORD is set',
		take: () => deploy(installation(), 'all', console.log)
	},
	additions: {
		does: 'all of it, but for what would take something away from an app of the release before',
		take: () => deploy(installation(), 'additions', console.log)
	},
	prepare: {
		does: 'the database, before Directus starts',
		take: () => prepare(directusEnvironment(installation()), console.log)
	},
	start: {
		does: 'Directus itself, in this process',
		take: start
	},
	access: {
		does: 'roles, policies and settings, in the running Directus',
		take: () => inDirectus((administrator) => applyAccess(administrator, console.log))
	},
	content: {
		does: 'demo content and demo people, in the running Directus',
		take: () => inDirectus(content)
	}
});

/** Directus reads its environment when it is imported: no second process stands between it and its signals. */
async function start(): Promise<void> {
	Object.assign(process.env, directusEnvironment(installation()));
	// this process is running already: NODE_OPTIONS of the environment comes too late for it
	await import('./date-fns-format.js');
	process.argv = [process.execPath, commandLine, 'start'];
	await import(pathToFileURL(commandLine).href);
}

function inDirectus<T>(work: (administrator: Administrator) => Promise<T>): Promise<T> {
	const { url, admin } = installation();
	return asAdministrator({ url, ...admin }, work);
}

function content(administrator: Administrator): Promise<string[]> {
	const { demoPassword } = installation();
	if (!demoPassword) throw new Error('DEMO_PASSWORD is not set: the demo people need one.');
	return applyContent(administrator, { demoPassword }, console.log);
}
