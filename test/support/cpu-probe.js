// Loaded (node --import) into a server that is measured: it reports its CPU time on request.
process.on('message', () => process.send?.(process.cpuUsage()));
process.channel?.unref();
