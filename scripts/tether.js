// Loaded (node --import) into every process that must not outlive the one that started it: this process and its group
// then receive SIGTERM as well.
import { onParentExit } from './parent-exit.js';

// threads have no channel, and end with their process
if (process.channel) {
	onParentExit(() => {
		try {
			process.kill(-process.pid, 'SIGTERM');
		} catch {
			// leads no group
			process.kill(process.pid, 'SIGTERM');
		}
	});
}
