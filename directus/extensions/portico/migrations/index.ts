import type { Migration } from './migration.ts';

/** All that have ever been released, in their order. */
export const migrations: Migration[] = [];
