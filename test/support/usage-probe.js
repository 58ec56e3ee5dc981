// Loaded (node --import) into a server that is measured: it reports its CPU time or its memory on request.
process.on('message', (question) => {
	if (question !== 'memory') return void process.send?.({ cpu: process.cpuUsage() });
	globalThis.gc?.();
	process.send?.({ memory: process.memoryUsage() });
});
process.channel?.unref();
