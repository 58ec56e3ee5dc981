import path from 'node:path';
import { applyAccess } from '../directus/apply-access.ts';
import {
	type Administrator,
	AdministratorRefused,
	asAdministrator
} from '../directus/administrator.ts';
import { applyContent } from '../directus/apply-content.ts';
import { commandLine } from '../directus/directus-package.ts';
import { directusEnvironment } from '../directus/environment.ts';
import type { Report } from '../directus/step-report.ts';
import { fingerprint } from './files.ts';
import { Ledger } from './ledger.ts';
import { UserError } from './user-error.ts';
import type { Options } from './start-options.ts';
import type { Processes, Program, RunningProgram } from './processes.ts';
import { eventsUrl, HOST, logFile, siteOrigin } from './programs.ts';
import { untilReady } from './readiness.ts';
import { type Secrets, writeSecrets } from './secrets.ts';

/** Work in the running Directus, done once for each state of its sources. */
export interface SetUp {
	title: string;
	/** Relative to the root. */
	sources: string[];
	apply(administrator: Administrator, secrets: Secrets, report: Report): Promise<string[]>;
}

/** Outcome of the set-up of a database. */
interface DatabaseSetUp {
	changes?: string[];
	error?: { message: string; fix: string | null };
}

/** Set-up of roles, policies and settings. */
export const ACCESS: SetUp = {
	title: 'Roles, policies and settings',
	sources: ['directus/access', 'scripts/directus'],
	apply: (administrator, _secrets, report) => applyAccess(administrator, report)
};

/** Set-up of demo articles, pages and people. */
export const DEMO: SetUp = {
	title: 'Demo content',
	sources: ['directus/content', 'scripts/directus'],
	apply: (administrator, { demoPassword }, report) =>
		applyContent(administrator, { demoPassword }, report)
};

/** The Directus of one installation. */
export class Directus {
	readonly url: string;
	readonly #root: string;
	readonly #options: Options;
	readonly #kept: Secrets;
	readonly #secrets: Secrets;
	readonly #environment: Record<string, string>;
	readonly #ledger: Ledger;

	/**
	 * @param given the person's own variables
	 * @param kept the installation's secrets; the options may name another administrator
	 */
	constructor(root: string, options: Options, given: NodeJS.ProcessEnv, kept: Secrets) {
		this.url = `http://${HOST}:${options.directusPort}`;
		this.#root = root;
		this.#options = options;
		this.#kept = kept;
		this.#secrets = {
			...kept,
			adminEmail: options.email ?? kept.adminEmail,
			adminPassword: options.password ?? kept.adminPassword
		};
		this.#ledger = new Ledger(options.data);
		this.#environment = directusEnvironment(
			{
				dataFolder: options.data,
				host: HOST,
				port: options.directusPort,
				appOrigin: siteOrigin(options, given),
				secret: kept.secret,
				admin: { email: this.#secrets.adminEmail, password: this.#secrets.adminPassword },
				smtp: { host: HOST, port: options.smtpPort },
				events: { url: eventsUrl(options), secret: kept.eventsSecret }
			},
			given
		);
	}

	/**
	 * Brings the database to where the server can start.
	 *
	 * @throws UserError where it is not for this Directus, or something in it would be deleted
	 */
	async prepareDatabase(processes: Processes): Promise<void> {
		const script = path.join(import.meta.dirname, 'prepare-database.ts');
		const running = await processes.run(
			this.#program("The set-up of Directus' database", 'database', [script])
		);
		const { changes, error } = (await running.message) as DatabaseSetUp; // the script sends nothing else
		if (error) throw new UserError(error.message, error.fix);
		// another database or model than before: completed steps may be missing in it
		if (changes?.length) this.#ledger.clear();
	}

	/** Starts the server; settles when it listens. */
	async startServer(processes: Processes): Promise<RunningProgram> {
		const server = processes.start(this.#program('Directus', 'directus', [commandLine, 'start']));
		// it sends `ready` when it listens
		await untilReady(server, server.message);
		return server;
	}

	/** Whether this was done before, by the administrator the installation knows, and nothing has changed since. */
	isDone(setUp: SetUp): boolean {
		const { adminEmail, adminPassword } = this.#kept;
		const isKnown =
			adminEmail === this.#secrets.adminEmail && adminPassword === this.#secrets.adminPassword;
		return isKnown && this.#ledger.has(setUp.title, this.#fingerprint(setUp));
	}

	/** Does it, in the name of the administrator; credentials that worked are kept. */
	async setUp(setUp: SetUp, report: Report): Promise<void> {
		const { adminEmail: email, adminPassword: password } = this.#secrets;
		try {
			await asAdministrator({ url: this.url, email, password }, (administrator) =>
				setUp.apply(administrator, this.#secrets, report)
			);
		} catch (error) {
			if (!(error instanceof AdministratorRefused)) throw error;
			throw new UserError(
				`Directus does not accept ${email} with this password.`,
				'If it was changed in Studio, say so once: npm start -- --email ADDRESS --password PASSWORD'
			);
		}
		this.#ledger.note(setUp.title, this.#fingerprint(setUp));
		writeSecrets(this.#options.data, this.#secrets);
	}

	#fingerprint({ sources }: SetUp): string {
		const database = Object.entries(this.#environment).filter(([name]) => name.startsWith('DB_'));
		return fingerprint(this.#root, sources, JSON.stringify(database.sort()));
	}

	#program(name: string, log: string, command: string[]): Program {
		return {
			name,
			command,
			cwd: this.#options.data,
			environment: this.#environment,
			log: logFile(this.#options, log)
		};
	}
}
