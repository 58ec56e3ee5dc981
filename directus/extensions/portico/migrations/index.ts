import type { Migration } from './migration.ts';
import { sessions } from './sessions.ts';

/** All that have ever been released, in their order. */
export const migrations: Migration[] = [sessions];
