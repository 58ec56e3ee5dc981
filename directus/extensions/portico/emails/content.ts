import type { Language } from '@portico/contract/languages.ts';
import * as m from '@portico/contract/messages.ts';
import type { Kind } from './account-email.ts';

/** What an email says, in its order. */
export interface Content {
	subject: string;
	heading: string;
	paragraphs: string[];
	button: Link;
	/** A second way, below the button. */
	other: Link | null;
	/** What to do where the email was not expected, and how long its link works. */
	notes: string[];
	footer: string;
}

interface Link {
	label: string;
	href: string;
}

/** What the words of an email depend on. */
export interface Occasion {
	site: string;
	email: string;
	/** Where the button leads. */
	href: string;
	/** Where a new password is requested; null where the account has none. */
	forgotHref: string | null;
	/** How long the link of the button works, in seconds; null for ever. */
	validity: number | null;
}

const UNITS = [
	['day', 86_400],
	['hour', 3_600],
	['minute', 60]
] as const;

/**
 * The words of an email. They name the site and the address of the recipient, and nothing else that people have entered: a
 * stranger may register any address, and would have a name of his choice mailed there.
 */
export function contentOf(kind: Kind, occasion: Occasion, language: Language): Content {
	const { site, email, href, forgotHref, validity } = occasion;
	const words = WORDS[kind];
	const other = kind === 'known' && forgotHref !== null;
	return {
		subject: words.subject({ site }, language),
		heading: words.heading(language),
		paragraphs: [words.text({ site, email }, language)],
		button: { label: words.button(language), href },
		other: other ? { label: m.email_knownForgot(language), href: forgotHref } : null,
		notes: [
			...(validity === null
				? []
				: [m.email_validity({ duration: durationOf(validity, language) }, language)]),
			words.ignore(language)
		],
		footer: m.email_footer({ site, email }, language)
	};
}

const WORDS = {
	reset: {
		subject: m.email_resetSubject,
		heading: m.email_resetHeading,
		text: m.email_resetText,
		button: m.email_resetButton,
		ignore: m.email_resetIgnore
	},
	verification: {
		subject: m.email_verificationSubject,
		heading: m.email_verificationHeading,
		text: m.email_verificationText,
		button: m.email_verificationButton,
		ignore: m.email_verificationIgnore
	},
	invitation: {
		subject: m.email_invitationSubject,
		heading: m.email_invitationHeading,
		text: m.email_invitationText,
		button: m.email_invitationButton,
		ignore: m.email_invitationIgnore
	},
	known: {
		subject: m.email_knownSubject,
		heading: m.email_knownHeading,
		text: m.email_knownText,
		button: m.email_knownButton,
		ignore: m.email_knownIgnore
	}
};

/** In the largest unit that leaves no rest worth telling: 24 hours, 7 days. */
function durationOf(seconds: number, language: Language): string {
	const [unit, size] = UNITS.find(([, size]) => seconds >= 2 * size) ?? ['minute', 60];
	const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
	const duration = format.format(Math.max(1, Math.floor(seconds / size)));
	// no line ends after the number
	return duration.replace(/ /g, '\u00a0');
}
