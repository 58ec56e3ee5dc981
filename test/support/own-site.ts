import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../../scripts/site/ports.ts';
import { progress } from '../../scripts/site/progress.ts';
import { Site } from '../../scripts/site/site.ts';
import { copyPreparedInstallation } from '../../test/support/prepared-installation.ts';
import { Directus } from './directus.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** The tests come from one address, and send more requests than a person does. */
const NO_RATE_LIMIT = '100000';

/** How a command ended, and all that it printed. */
export interface Outcome {
	code: number;
	output: string;
}

/** An installation as `npm start` makes it, which belongs to one file of tests: it starts, stops and runs commands on it. */
export class OwnSite {
	/** A folder for this installation and its backups. */
	readonly folder = mkdtempSync(path.join(tmpdir(), 'portico-site-'));
	readonly data = path.join(this.folder, 'data');
	/** Variables of the site and of its commands. */
	variables: Record<string, string>;
	#site: Site | null = null;
	#ports: number[] = [];

	constructor(variables: Record<string, string> = {}) {
		this.variables = variables;
	}

	get url(): string {
		return this.#open.url;
	}

	/** Directus in the hands of its administrator. */
	get directus(): Directus {
		const { directusUrl, secrets } = this.#open;
		const { adminEmail: email, adminPassword: password } = secrets;
		return new Directus({ directusUrl, administrator: { email, password } });
	}

	get #open(): Site {
		if (!this.#site) throw new Error('The site is not open.');
		return this.#site;
	}

	/** Starts it, at the same address each time. */
	async start(): Promise<void> {
		if (this.#ports.length === 0) this.#ports = await freePorts(4);
		await this.#skipSetUp();
		const [port = 0, directusPort = 0, mailPort = 0, smtpPort = 0] = this.#ports;
		const options = { port, directusPort, mailPort, smtpPort, data: this.data };
		const site = new Site(
			ROOT,
			{ ...options, demo: true, email: null, password: null },
			this.#environment(),
			'built'
		);
		this.#site = site;
		await site.open(progress);
	}

	/** A new installation on SQLite begins as a copy of one that was set up, where there is one. */
	async #skipSetUp(): Promise<void> {
		const prepared = process.env.PORTICO_TEST_SHARED;
		const isNew = !existsSync(this.data) && !this.variables.DB_CLIENT;
		if (prepared && isNew) await copyPreparedInstallation(prepared, this.data);
	}

	async stop(): Promise<void> {
		await this.#site?.close();
		this.#site = null;
	}

	/** Runs `npm run NAME -- …` on it. */
	run(name: string, ...args: string[]): Promise<Outcome> {
		return this.#execute('npm', ['run', '--silent', name, '--', '--data', this.data, ...args]);
	}

	/** Runs a file of the project on it, as containers do. */
	node(file: string, ...args: string[]): Promise<Outcome> {
		return this.#execute(process.execPath, [file, ...args]);
	}

	#execute(program: string, args: string[]): Promise<Outcome> {
		return new Promise((resolve) => {
			const env = { ...this.#environment(), PORTICO_DATA: this.data };
			const options = { cwd: ROOT, env, maxBuffer: 2 ** 26 };
			execFile(program, args, options, (error, stdout, stderr) => {
				const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
				resolve({ code, output: stdout + stderr });
			});
		});
	}

	async end(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true });
	}

	#environment(): NodeJS.ProcessEnv {
		return {
			...process.env,
			RATE_LIMIT_PER_ADDRESS: NO_RATE_LIMIT,
			RATE_LIMIT_SIGNUP: NO_RATE_LIMIT,
			// on a machine that is busy with other things Directus would turn requests away
			PRESSURE_LIMITER_ENABLED: 'false',
			...this.variables
		};
	}
}
