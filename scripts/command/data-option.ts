import { fallbackOf } from '@portico/contract/environment-variables.ts';
import type { Option } from './options.ts';

/** The data folder of an installation by npm start. */
export const DATA = {
	value: 'DIR',
	variable: 'PORTICO_DATA',
	fallback: fallbackOf('PORTICO_DATA'),
	help: 'the installation'
} as const satisfies Option;
