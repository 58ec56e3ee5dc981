import type { Option } from './options.ts';

/** The data folder of an installation by npm start. */
export const DATA = {
	value: 'DIR',
	variable: 'PORTICO_DATA',
	fallback: '.portico',
	help: 'the installation'
} as const satisfies Option;
