// Node built-ins only: launch.js imports it before packages exist.

const CHECK_MILLISECONDS = 1000;

/** Arguments for Node that end a child with its group when this process ends. The child needs an IPC channel. */
export const EXIT_WITH_PARENT = ['--import', new URL('tether.js', import.meta.url).href];

/**
 * Calls back when the process that started this one has ended, however it ended: the IPC channel between the two
 * closes. Without a channel the system has given this process another parent.
 *
 * @param {() => void} callback
 */
export function onParentExit(callback) {
	if (process.channel) {
		process.once('disconnect', callback);
		process.channel.unref();
		return;
	}
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watch);
		callback();
	}, CHECK_MILLISECONDS);
	watch.unref();
}
