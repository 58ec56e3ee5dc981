import type { Migration } from './migration.ts';
import { rights } from './rights.ts';
import { sessions } from './sessions.ts';

/** All that have ever been released, in their order. */
export const migrations: Migration[] = [sessions, rights];
