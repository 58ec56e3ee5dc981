import type { ListrBaseClassOptions } from 'listr2';

/** Shows steps as a list that changes in place, or as plain lines where the output is no terminal. */
export const progress: ListrBaseClassOptions = {
	renderer: 'default',
	rendererOptions: { collapseSubtasks: false, collapseSkips: false },
	fallbackRenderer: 'simple',
	// signals are ours: everything has to be stopped first
	registerSignalListeners: false
};
