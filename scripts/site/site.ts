import { Listr, type ListrBaseClassOptions, type ListrTask } from 'listr2';
import { APP, type Build, EXTENSION, isCurrent, make, watchProgram } from './builds.ts';
import { type Claim, claim } from './claim.ts';
import { ACCESS, DEMO, Directus, type SetUp } from './directus-server.ts';
import type { Options } from './start-options.ts';
import { requireFree } from './ports.ts';
import { Processes } from './processes.ts';
import * as programs from './programs.ts';
import { answers, untilReady } from './readiness.ts';
import { newSecrets, readSecrets, type Secrets, writeSecrets } from './secrets.ts';
import { Supervision } from './supervision.ts';

const UNCHANGED = 'nothing changed';

/** Everything on this machine that belongs to one data folder: Directus, the app and a mail catcher. */
export class Site {
	readonly url: string;
	readonly mailUrl: string;
	readonly directusUrl: string;

	readonly #root: string;
	readonly #options: Options;
	readonly #given: NodeJS.ProcessEnv;
	readonly #mode: 'built' | 'dev';
	readonly #processes: Processes;
	readonly #supervision: Supervision;
	#claim: Claim | null = null;

	/**
	 * @param given the person's own variables, which reach Directus and the app
	 * @param report receives the programs that ended and start again
	 */
	constructor(
		root: string,
		options: Options,
		given: NodeJS.ProcessEnv,
		mode: 'built' | 'dev',
		report: (line: string) => void = console.error
	) {
		this.url = `http://${programs.NAME}:${options.port}`;
		this.mailUrl = `http://${programs.NAME}:${options.mailPort}`;
		this.directusUrl = `http://${programs.NAME}:${options.directusPort}`;
		this.#root = root;
		this.#options = options;
		this.#given = given;
		this.#mode = mode;
		this.#processes = new Processes((running) => {
			this.#claim?.note(running.flatMap(({ pid }) => pid ?? []));
		});
		this.#supervision = new Supervision(this.#processes, report);
	}

	/** Secrets and passwords of this installation. */
	get secrets(): Secrets {
		const secrets = readSecrets(this.#options.data);
		if (!secrets) throw new Error('The site was never open.');
		return secrets;
	}

	/**
	 * Runs missing or changed set-up steps, starts everything, and settles when the site responds. A program that ends by
	 * itself from then on is started again. Where opening fails, `close` ends the programs that were started.
	 *
	 * @throws UserError for a problem that the user can fix
	 */
	async open(progress: ListrBaseClassOptions): Promise<void> {
		await new Listr(this.#steps(), progress).run();
		this.#supervision.begin();
	}

	/** Ends every program and gives the data folder free. */
	async close(): Promise<void> {
		await this.#processes.stop();
		this.#claim?.release();
	}

	/** Ends every program without waiting for any. */
	kill(): void {
		this.#processes.kill();
		this.#claim?.release();
	}

	#steps(): ListrTask[] {
		return [
			{ title: 'Data folder and ports', task: () => this.#takePlace() },
			{
				title: 'Set-up',
				task: (_, step) => step.newListr(this.#setUpSteps(), { concurrent: true })
			},
			{ title: 'Site', task: () => this.#startApp() }
		];
	}

	#setUpSteps(): ListrTask[] {
		const directus: ListrTask = {
			title: 'Directus',
			task: (_, step) => step.newListr(this.#directusSteps(), { concurrent: false })
		};
		const mailCatcher: ListrTask = { title: 'Mail catcher', task: () => this.#startMailCatcher() };
		const build = this.#mode === 'built' ? [this.#buildStep('App', APP)] : [];
		return [directus, mailCatcher, ...build];
	}

	#directusSteps(): ListrTask[] {
		const given =
			this.#mode === 'dev' ? { EXTENSIONS_AUTO_RELOAD: 'true', ...this.#given } : this.#given;
		const directus = new Directus(this.#root, this.#options, given, this.secrets);
		const setUps = this.#options.demo ? [ACCESS, DEMO] : [ACCESS];
		return [
			this.#buildStep('Extension', EXTENSION),
			...(this.#mode === 'dev' ? [this.#watchStep()] : []),
			{ title: 'Database', task: () => directus.prepareDatabase(this.#processes) },
			{
				title: 'Server',
				task: async () => this.#supervision.watch(await directus.startServer(this.#processes))
			},
			...setUps.map((setUp) => this.#setUpStep(directus, setUp))
		];
	}

	#setUpStep(directus: Directus, setUp: SetUp): ListrTask {
		return {
			title: setUp.title,
			skip: () => directus.isDone(setUp) && UNCHANGED,
			task: (_, step) => directus.setUp(setUp, (line) => (step.output = line))
		};
	}

	#buildStep(title: string, build: Build): ListrTask {
		return {
			title,
			skip: () => isCurrent(this.#root, build) && UNCHANGED,
			task: () =>
				make(this.#root, build, this.#processes, programs.logFile(this.#options, build.log))
		};
	}

	/** Directus loads the extension anew when its file changes. */
	#watchStep(): ListrTask {
		const log = programs.logFile(this.#options, 'extension-watch');
		return {
			title: 'Extension, on every change',
			task: () =>
				this.#supervision.watch(this.#processes.start(watchProgram(this.#root, EXTENSION, log)))
		};
	}

	async #takePlace(): Promise<void> {
		const { port, directusPort, mailPort, smtpPort, data } = this.#options;
		this.#claim = await claim(data);
		await requireFree([
			{ port, user: 'the site', change: 'npm start -- --port %' },
			{ port: directusPort, user: 'Directus', change: 'npm start -- --directus-port %' },
			{ port: mailPort, user: "the mail catcher's page", change: 'PORTICO_MAIL_PORT=% npm start' },
			{ port: smtpPort, user: 'the mail catcher', change: 'PORTICO_SMTP_PORT=% npm start' }
		]);
		// also where some are new to an older installation
		writeSecrets(data, readSecrets(data) ?? newSecrets());
	}

	async #startMailCatcher(): Promise<void> {
		const mailCatcher = this.#processes.start(programs.mailCatcher(this.#root, this.#options));
		await untilReady(mailCatcher, answers(`${this.mailUrl}/healthz`, mailCatcher));
		this.#supervision.watch(mailCatcher);
	}

	async #startApp(): Promise<void> {
		const app = this.#processes.start(
			programs.app(this.#root, this.#options, this.#given, this.#mode, this.secrets)
		);
		await untilReady(app, answers(`${this.url}/readyz`, app));
		this.#supervision.watch(app);
	}
}
