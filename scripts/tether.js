// Loaded (node --import) into every process that must not outlive the one that started it. The channel between the
// two closes when the other ends, however it ends: then this process and its group are asked to end as well.
process.once('disconnect', () => {
	try {
		process.kill(-process.pid, 'SIGTERM');
	} catch {
		// leads no group
		process.kill(process.pid, 'SIGTERM');
	}
});
process.channel?.unref();
