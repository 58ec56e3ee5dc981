// Loaded (node --import) into a server that is measured: whenever it is asked, it tells the CPU time it has used.
process.on('message', () => process.send?.(process.cpuUsage()));
process.channel?.unref();
