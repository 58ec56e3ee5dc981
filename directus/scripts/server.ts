/** A Directus server that answers. */
export interface DirectusServer {
	url: string;
	pid: number;
	/** Settles when the process has ended, whoever ended it. */
	exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	/** Ends the process and waits for it. */
	stop(): Promise<void>;
}

/**
 * Starts Directus and waits until it answers.
 *
 * @param output takes what the server prints, as it comes
 * @throws an Error with the last lines of its log when it ends or does not answer in time
 */
export async function startDirectus(
	_environment: Record<string, string>,
	_output: (text: string) => void
): Promise<DirectusServer> {
	throw new Error('not yet');
}
