/** Time for Directus' work after the last request, such as closing its database. */
const EXIT_TIMEOUT_MILLISECONDS = 5000;

/**
 * Ends the process with code 1 by Directus' own shutdown, which finishes in-flight requests first.
 *
 * @param requests how many milliseconds they have for that
 */
export function exitAfterFailure(requests: number): void {
	const fail = () => process.exit(1);
	// Directus does not listen yet: there is nothing to finish
	if (process.listenerCount('SIGTERM') === 0) fail();
	setTimeout(fail, requests + EXIT_TIMEOUT_MILLISECONDS);

	// at the end of its shutdown, Directus sends itself the signal once more
	let signals = 0;
	process.on('SIGTERM', () => {
		if (++signals > 1) fail();
	});
	process.kill(process.pid, 'SIGTERM');
}
