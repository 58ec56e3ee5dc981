import { PostgreSqlContainer, type StartedPostgreSqlContainer } from '@testcontainers/postgresql';

/** Turns off durability: waiting for the disk takes most of a set-up. */
const NO_FSYNC = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** For an engine that never starts it, not for a busy one. */
export const STARTUP_TIMEOUT_MILLISECONDS = 300_000;

/** A PostgreSQL to start, of the version that the containers of the project run. */
export function newPostgres(): PostgreSqlContainer {
	return new PostgreSqlContainer(process.env.POSTGRES_IMAGE || 'postgres:17')
		.withCommand(['postgres', ...NO_FSYNC.flatMap((setting) => ['-c', setting])])
		.withStartupTimeout(STARTUP_TIMEOUT_MILLISECONDS);
}

/** How Directus finds it. */
export function databaseVariables(started: StartedPostgreSqlContainer): Record<string, string> {
	return {
		DB_CLIENT: 'pg',
		DB_HOST: started.getHost(),
		DB_PORT: String(started.getPort()),
		DB_DATABASE: started.getDatabase(),
		DB_USER: started.getUsername(),
		DB_PASSWORD: started.getPassword()
	};
}
