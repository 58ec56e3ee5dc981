/** What one installation of Directus is: where it keeps its data, how it is reached, whom it knows. */
export interface Installation {
	/** Absolute path; the database, the uploads and temporary files lie below it. */
	dataFolder: string;
	/** Where Directus listens. */
	host: string;
	port: number;
	/** How people reach Studio; `http://host:port` unless a proxy stands in front. */
	publicUrl?: string;
	/** Where the site is reached: mails link to it. */
	appOrigin: string;
	/** Signs every token; at least 32 characters, the same on every replica. */
	secret: string;
	/** The first administrator, made when the database is empty. */
	admin: { email: string; password: string };
	/** The server that takes mails, or null where mails are not sent. */
	smtp: { host: string; port: number } | null;
}

/** The whole environment Directus runs with; what `given` (the user's own variables) holds wins. */
export function directusEnvironment(
	_installation: Installation,
	_given: NodeJS.ProcessEnv = process.env
): Record<string, string> {
	throw new Error('not yet');
}
