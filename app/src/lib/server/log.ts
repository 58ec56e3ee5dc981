import { LOG_LEVEL } from '$app/env/private';
import pino from 'pino';

/** The one log: JSON lines on standard output. Give it ids, codes and causes, never a password, token or cookie. */
export const log = pino({ level: LOG_LEVEL, base: null });
