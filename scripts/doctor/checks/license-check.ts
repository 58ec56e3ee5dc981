import type { Administrator } from '../../directus/administrator.ts';
import { type Finding, must, ok, should } from '../finding.ts';

/** License of Directus 12, as administrators see it. */
export interface License {
	status: 'active' | 'grace' | 'locked';
	/** Null where no key was given. */
	source: string | null;
	entitlements: Partial<Record<string, Entitlement>>;
	/** Usage of the counted items. */
	usage?: Partial<Record<string, number>>;
}

/** Something that is allowed or not, or so many of something; -1 where they are not counted. */
interface Entitlement {
	default?: boolean;
	override?: boolean | null;
	limit?: number;
}

const LIMITED_ENTITLEMENTS = ['seats', 'collections', 'flows'];

/** Null where Directus has no such thing, as 11. */
export async function readLicense(
	administrator: Administrator,
	directus: string
): Promise<License | null> {
	return majorOf(directus) < 12 ? null : administrator.get<License>('/license');
}

/** Whether permissions with rules or chosen fields count; 11 knows no others. */
export function allowsRules(license: License | null): boolean {
	return !license || isAllowed(license, 'custom_permission_rules_enabled');
}

/** Judges the license of this Directus. */
export function judgeLicense(directus: string, license: License | null): Finding {
	const id = 'license';
	if (!license) {
		return majorOf(directus) < 12
			? ok(id, 'Directus 11 is free of charge below 5 million dollars a year (BUSL 1.1).')
			: should(id, {
					what: `Directus ${directus} does not tell its license.`,
					why: 'Without a key it refuses what this installation needs.',
					fix: 'See Settings in Studio.'
				});
	}
	if (license.status === 'locked') {
		return must(id, {
			what: `Directus is locked: it has more ${exceeded(license)} than its license covers.`,
			why: 'It signs in administrators only. Members and editors are refused.',
			fix: 'In Studio, Settings, License: enter a key that covers it, or choose there what is to be deactivated.'
		});
	}
	if (!allowsRules(license)) {
		return must(id, {
			what: license.source
				? `The license of Directus ${directus} does not cover permissions with rules or chosen fields.`
				: `Directus ${directus} runs without a license key: with ${limits(license)}, and without permissions with rules or chosen fields.`,
			why: `It ignores nearly all of directus/access, at once and without a time of grace, so that every page of the site shows an error${isAllowed(license, 'sso_enabled') ? '' : '; there is no single sign-on either'}${isAllowed(license, 'telemetry_required') ? ', and telemetry cannot be turned off' : ''}.`,
			fix: 'Set LICENSE_KEY, or enter a key in Studio: Settings, License. Or put back a backup from before, and run Directus 11, which needs none.'
		});
	}
	if (license.status === 'grace') {
		return should(id, {
			what: 'The license of Directus has run out, and is in its time of grace.',
			why: 'After it, members and editors are refused.',
			fix: 'In Studio, Settings, License: renew it.'
		});
	}
	return ok(id, `Directus ${directus} has a license that covers permissions with rules.`);
}

/** Limits beyond which Directus locks: counted items and accounts of single sign-on, but not permissions with rules. */
function exceeded({ entitlements, usage }: License): string {
	const over = LIMITED_ENTITLEMENTS.filter((name) => {
		const limit = entitlements[name]?.limit ?? -1;
		return limit !== -1 && (usage?.[name] ?? 0) > limit;
	}).map((name) => `${name} (${usage?.[name]} of ${entitlements[name]?.limit})`);
	return over.length > 0 ? over.join(' and ') : 'accounts with single sign-on';
}

function limits({ entitlements }: License): string {
	return LIMITED_ENTITLEMENTS.map((name) => `${entitlements[name]?.limit} ${name}`).join(', ');
}

function isAllowed({ entitlements }: License, name: string): boolean {
	const entitlement = entitlements[name];
	return entitlement?.override ?? entitlement?.default ?? false;
}

function majorOf(version: string): number {
	return Number(version.split('.')[0]);
}
