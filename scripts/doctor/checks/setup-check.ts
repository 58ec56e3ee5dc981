import { type Finding, must, ok } from '../finding.ts';

const TIMEOUT_MILLISECONDS = 10_000;

/** Responses of Directus to anonymous requests. */
export interface AnonymousAnswers {
	/** Null without a response. */
	isSetUp: boolean | null;
	/** The status of `/installation`, which is for administrators alone. */
	extension: number | null;
}

/** Sends Directus the requests that need no account. */
export async function readAnonymousAnswers(directusUrl: string): Promise<AnonymousAnswers> {
	const fetchJson = (path: string) =>
		fetch(directusUrl + path, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) }).catch(
			() => null
		);
	const [info, extension] = await Promise.all([
		fetchJson('/server/info'),
		fetchJson('/installation')
	]);
	await extension?.body?.cancel();
	if (!info?.ok) {
		await info?.body?.cancel();
		return { isSetUp: null, extension: extension?.status ?? null };
	}
	const { data } = (await info.json()) as { data: { setupCompleted?: boolean } }; // Directus' own
	return { isSetUp: data.setupCompleted ?? true, extension: extension?.status ?? null };
}

/** Judges whether Directus responds, and has an administrator and our extension. */
export function judgeAnonymousAnswers(
	directusUrl: string,
	source: string,
	{ isSetUp, extension }: AnonymousAnswers
): Finding[] {
	if (isSetUp === null) {
		return [
			must('directus-answers', {
				what: `Directus does not answer at ${directusUrl}.`,
				why: 'No one can sign in, and nothing inside could be checked.',
				fix: `Start it, or say where it is (this address is from ${source}): --directus-url URL`
			})
		];
	}
	return [
		ok('directus-answers', 'Directus answers.'),
		...(isSetUp ? [] : [judgeOpenSetup(directusUrl)]),
		judgeExtension(extension)
	];
}

function judgeOpenSetup(directusUrl: string): Finding {
	return must('setup-open', {
		what: `Directus has no users: ${directusUrl}/server/setup makes its first visitor an administrator.`,
		why: 'A stranger can take the whole installation.',
		fix: 'Stop Directus now. Put the backup of the database back, or set ADMIN_EMAIL and ADMIN_PASSWORD and set it up again.'
	});
}

function judgeExtension(status: number | null): Finding {
	const id = 'extension';
	if (status === 403) return ok(id, "Portico's extension is loaded.");
	if (status === 404) {
		return must(id, {
			what: "Directus runs without Portico's extension.",
			why: 'No one can sign in at the site, and its rules that guard queries and sessions are missing.',
			fix: "See Directus' log for the reason: a SECRET of less than 32 bytes, a wrong RATE_LIMIT_*, EXTENSIONS_PATH, or an older version of it. EXTENSIONS_MUST_LOAD=true lets Directus not start without."
		});
	}
	return must(id, {
		what: `Portico's extension does not work: /installation answers ${status ?? 'nothing'}.`,
		why: 'It guards queries and sessions, and no one can sign in at the site without it.',
		fix: "See Directus' log, whether its database runs, and whether a proxy keeps /installation back."
	});
}
