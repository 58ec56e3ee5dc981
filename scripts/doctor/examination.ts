import { randomUUID } from 'node:crypto';
import {
	deliveries,
	type Installation as Inside,
	installation,
	mailOutcome
} from '@portico/contract/installation-report.ts';
import * as v from 'valibot';
import {
	type Administrator,
	AdministratorRefused,
	administratorWithToken,
	asAdministrator,
	DirectusRefusal
} from '../directus/administrator.ts';
import { judgeAccess, readAccess } from './checks/access-check.ts';
import { judgeApi } from './checks/api-check.ts';
import { FORGED_HEADER, judgeDirectAddress, judgeSiteAddress } from './checks/addresses-check.ts';
import {
	judgeCertificate,
	judgePlainAnswer,
	readCertificate,
	readPlainAnswer
} from './checks/certificate-check.ts';
import { judgeClocks, readClock } from './checks/clocks-check.ts';
import { judgeCookies } from './checks/cookies-check.ts';
import { judgeDeliveries, judgeEnding, untilGuest } from './checks/events-check.ts';
import { judgeGateway, readKeyIds } from './checks/gateway-check.ts';
import { judgeHeaders } from './checks/headers-check.ts';
import { allowsRules, judgeLicense, readLicense } from './checks/license-check.ts';
import { judgeLifetimes } from './checks/lifetimes-check.ts';
import { judgeLinks, judgePublicUrl } from './checks/links-check.ts';
import { judgeArrival, judgeMail, judgeSender, readArrival } from './checks/mail-check.ts';
import { judgeModel, judgeUniqueBookmarks, readModel } from './checks/model-check.ts';
import { judgePeople, readPeople } from './checks/people-check.ts';
import { ENOUGH_REQUESTS, judgeProcesses } from './checks/processes-check.ts';
import { judgeReadiness, readReadiness } from './checks/readiness-check.ts';
import { judgeAnonymousAnswers, readAnonymousAnswers } from './checks/setup-check.ts';
import { judgeMemberPage, judgeSignIn } from './checks/sign-in-check.ts';
import {
	judgeLimits,
	judgeSecret,
	judgeStudioCookies,
	judgeVariables
} from './checks/variables-check.ts';
import { judgeVersions } from './checks/versions-check.ts';
import { type Finding, must, unknown } from './finding.ts';
import type { Installation } from './examined-installation.ts';
import { untilNotBusy } from '../directus/under-pressure.ts';
import type { CompleteCredentials } from './prompt.ts';
import type { Section } from './doctor-report.ts';
import { readRepository } from './repository.ts';
import { setCookies, Visitor } from './anonymous-visitor.ts';

/** An installation that can be looked into. */
type Subject = Installation & { credentials: CompleteCredentials };

/** Checks everything, from the outside in; checks behind an unreachable part are left out. */
export async function examine(
	subject: Subject,
	options: { sendMail: boolean },
	root: string
): Promise<Section[]> {
	const connection = await section('Connection', () => checkConnection(subject));
	if (hasFailed(connection, /-certificate$/)) return [connection];

	const site = await section('Site', () => checkSite(subject));
	const directus = await section('Directus', () => checkDirectus(subject));
	const outside = [connection, site, directus];
	if (hasFailed(directus, /^(directus-answers|setup-open|extension)$/)) return outside;
	try {
		const inside = await withAdministrator(subject, (administrator) =>
			checkInstallation(subject, administrator, options, root, !hasFailed(site, /^site-/))
		);
		return [...outside, ...inside];
	} catch (error) {
		return [...outside, { title: 'Inside', findings: [administratorFinding(error)] }];
	}
}

async function section(
	title: string,
	check: () => Finding[] | Promise<Finding[]>
): Promise<Section> {
	try {
		return { title, findings: await check() };
	} catch (error) {
		const id = `${title.toLowerCase()}-unreadable`;
		return { title, findings: [unreadable(id, error)] };
	}
}

function hasFailed({ findings }: Section, ids: RegExp): boolean {
	return findings.some(({ id, severity }) => severity === 'must' && ids.test(id));
}

function withAdministrator<T>(
	{ directusUrl, credentials }: Subject,
	work: (administrator: Administrator) => Promise<T>
): Promise<T> {
	return credentials.kind === 'token'
		? work(administratorWithToken(directusUrl, credentials.token))
		: asAdministrator({ url: directusUrl, ...credentials }, work);
}

function administratorFinding(error: unknown): Finding {
	const isRefused =
		error instanceof AdministratorRefused ||
		(error instanceof DirectusRefusal && [401, 403].includes(error.status));
	if (!isRefused) return unreadable('administrator', error);
	return must('administrator', {
		what:
			error instanceof AdministratorRefused
				? error.message
				: 'Directus does not take this account for an administrator.',
		why: 'Nothing inside could be looked at.',
		fix: "Give an administrator's --email, and the password when asked for it. With a second factor: --token, a static token made in Studio for this, and removed after it."
	});
}

function unreadable(id: string, error: unknown): Finding {
	const { message, cause } = error instanceof Error ? error : new Error(String(error));
	const reason = cause instanceof Error ? `${message} (${cause.message})` : message;
	// a proxy that answers in the place of Directus shows a page
	const [said = ''] = reason.split(/\s*<!doctype/i);
	return must(id, {
		what: `This could not be looked at: ${said.replace(/\s+/g, ' ')}`,
		why: 'What cannot be looked at may be wrong.',
		fix: 'Try again; if it persists, see the logs of Directus and of the app.'
	});
}

async function checkConnection({ siteUrl, directusUrl }: Subject): Promise<Finding[]> {
	const certificateOf = (url: string) => (url.startsWith('https:') ? readCertificate(url) : null);
	const [site, directus, plain] = await Promise.all([
		certificateOf(siteUrl),
		certificateOf(directusUrl),
		readPlainAnswer(siteUrl)
	]);
	return [
		...judgeCertificate('site', siteUrl, site, Date.now()),
		...judgeCertificate('directus', directusUrl, directus, Date.now()),
		...judgePlainAnswer(siteUrl, plain)
	];
}

async function checkSite({ siteUrl, source, gateway }: Subject): Promise<Finding[]> {
	const readiness = await untilNotBusy(
		() => readReadiness(siteUrl),
		({ ready }) => ready === 503
	);
	const findings = judgeReadiness(siteUrl, source, readiness);
	if (readiness.health !== 200) return findings;
	const { headers } = await new Visitor(siteUrl).visit('/signin');
	const keyIds = gateway.services ? await readKeyIds(siteUrl) : [];
	return [
		...findings,
		...judgeHeaders(siteUrl, headers),
		...judgeGateway(gateway, keyIds, Date.now() / 1000)
	];
}

async function checkDirectus({ directusUrl, source, secret }: Subject): Promise<Finding[]> {
	const answers = await readAnonymousAnswers(directusUrl);
	return [...judgeAnonymousAnswers(directusUrl, source, answers), ...judgeSecret(secret)];
}

async function checkInstallation(
	subject: Subject,
	administrator: Administrator,
	{ sendMail }: { sendMail: boolean },
	root: string,
	isSiteThere: boolean
): Promise<Section[]> {
	const { siteUrl, directusUrl, credentials, demoPassword, accessCommand } = subject;
	const forged = { 'x-forwarded-for': FORGED_HEADER };
	const inside = v.parse(installation, await administrator.get('/installation', forged));
	const { version } = await administrator.get<{ version: string }>('/server/info');
	const license = await readLicense(administrator, version);

	return [
		await section('License', () => [judgeLicense(version, license)]),
		await section('Set-up', () => checkSetUp(subject, administrator, inside, root, version)),
		await section('Events', async () =>
			judgeDeliveries(v.parse(deliveries, await administrator.send('POST', '/installation/events')))
		),
		await section('Sessions', async () => {
			if (!isSiteThere) {
				return [unknown('sign-in', 'The site is not ready: signing in was not looked at.')];
			}
			if (credentials.kind === 'password') {
				return checkSessions(subject, credentials, administrator, inside);
			}
			return [
				unknown(
					'sign-in',
					'A token cannot sign in at the site: cookies, sign-in and the addresses of visitors were not checked.',
					'An administrator with a password: --email.'
				)
			];
		}),
		await section('Addresses', () => [
			judgeDirectAddress(directusUrl, inside.address),
			judgePublicUrl(directusUrl, inside.variables.PUBLIC_URL),
			...judgeLinks(siteUrl, inside.links)
		]),
		await section('Mail', () => checkMail(subject, administrator, inside, sendMail)),
		await section('Rights', async () => [
			...judgeAccess(await readAccess(administrator, allowsRules(license)), accessCommand),
			judgeModel(await readModel(administrator)),
			judgeUniqueBookmarks(inside.uniqueBookmarks)
		]),
		await section('Accounts', async () =>
			judgePeople(siteUrl, await readPeople(administrator, directusUrl, demoPassword))
		)
	];
}

async function checkSetUp(
	{ siteUrl, directusUrl }: Subject,
	administrator: Administrator,
	inside: Inside,
	root: string,
	version: string
): Promise<Finding[]> {
	const all = await Promise.all(
		Array.from({ length: ENOUGH_REQUESTS }, async () =>
			v.parse(installation, await administrator.get('/installation'))
		)
	);
	const { redis } = await readReadiness(siteUrl);
	const clocks = await Promise.all(
		[new Visitor(siteUrl).visit('/healthz'), new Visitor(directusUrl).visit('/server/ping')].map(
			async (answer) => readClock(await answer)
		)
	);
	const [siteClock, directusClock] = clocks;
	return [
		...judgeVersions(version, inside, readRepository(root)),
		...judgeProcesses(all, inside.eventUrls, redis !== null),
		...judgeVariables(inside.variables),
		judgeApi(inside.api),
		judgeLimits(inside.limits),
		...judgeStudioCookies(directusUrl, inside.variables),
		...(siteClock && directusClock ? judgeClocks(siteClock, directusClock) : [])
	];
}

/** Signs in at the site through its form, and ends the session at Directus. */
async function checkSessions(
	{ siteUrl, directusUrl }: Subject,
	{ email, password }: { email: string; password: string },
	administrator: Administrator,
	inside: Inside
): Promise<Finding[]> {
	const name = `Portico doctor ${randomUUID()}`;
	const visitor = new Visitor(siteUrl, { 'user-agent': name, 'x-forwarded-for': FORGED_HEADER });
	try {
		const answer = await visitor.submit('/signin?/login', { email, password });
		const findings = [judgeSignIn(answer)];
		if (answer.status !== 303) return findings;

		const cookies = setCookies(answer.headers);
		const page = await visitor.visit('/profile');
		findings.push(
			...judgeCookies(siteUrl, cookies),
			...judgeLifetimes(cookies, inside.lifetimes),
			...judgeMemberPage(page, email),
			judgeSiteAddress(siteUrl, await readAddress(administrator, name))
		);
		const refresh_token = visitor.cookie('refresh_token');
		if (page.status !== 200 || !refresh_token) return findings;

		await new Visitor(directusUrl).post('/auth/logout', { mode: 'json', refresh_token });
		const time = await untilGuest(async () => {
			const { status } = await visitor.twin().visit('/profile');
			return status === 303;
		});
		return [...findings, judgeEnding(time)];
	} finally {
		await visitor.submit('/logout', {}).catch(() => null);
	}
}

/** Where a sign-in with this browser came from, as Directus believes. */
async function readAddress(administrator: Administrator, userAgent: string) {
	const filter = `filter[action][_eq]=login&filter[user_agent][_eq]=${encodeURIComponent(userAgent)}`;
	const [row] = await administrator.get<{ ip: string | null }[]>(`/activity?${filter}&fields=ip`);
	return row?.ip ?? null;
}

async function checkMail(
	{ siteUrl, mailCatcherUrl }: Subject,
	administrator: Administrator,
	{ variables }: Inside,
	sendMail: boolean
): Promise<Finding[]> {
	const subject = `Portico doctor ${randomUUID()}`;
	const sent = await administrator.send('POST', '/installation/mail', sendMail ? { subject } : {});
	const outcome = v.parse(mailOutcome, sent);
	const arrived = outcome.outcome === 'sent' ? await readArrival(mailCatcherUrl, subject) : null;
	return [
		judgeMail(outcome, variables.EMAIL_TRANSPORT),
		...judgeSender(siteUrl, variables.EMAIL_FROM),
		...judgeArrival(arrived)
	];
}
