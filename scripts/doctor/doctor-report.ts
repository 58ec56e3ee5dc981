import { styleText } from 'node:util';
import type { Finding, Severity } from './finding.ts';
import type { Installation } from './examined-installation.ts';

/** Findings about one part of an installation. */
export interface Section {
	title: string;
	findings: Finding[];
}

const WIDTH = 80;
const INDENT = 4;
const SYMBOLS: Record<Severity, string> = { ok: '✓', should: '!', must: '✗', unknown: '?' };
const COLORS = { ok: 'green', should: 'yellow', must: 'red', unknown: 'gray' } as const;

/** How many findings of this kind there are. */
export function count(sections: Section[], severity: Severity): number {
	return sections.flatMap(({ findings }) => findings).filter((one) => one.severity === severity)
		.length;
}

/** Formats a human-readable report: one line for each check that passed, reason and fix for each other. */
export function inWords(
	{ siteUrl, directusUrl, source }: Installation,
	sections: Section[],
	stream: NodeJS.WriteStream
): string {
	const lines = [`${siteUrl}, Directus at ${directusUrl} (from ${source})`];
	for (const { title, findings } of sections) {
		if (findings.length === 0) continue;
		lines.push('', title, ...findings.flatMap((finding) => described(finding, stream)));
	}
	return [...lines, '', verdict(sections), ''].join('\n');
}

/** For programs. Names and shape stay from release to release. */
export function inJson({ siteUrl, directusUrl }: Installation, sections: Section[]): string {
	const report = {
		site: siteUrl,
		directus: directusUrl,
		at: new Date().toISOString(),
		must: count(sections, 'must'),
		should: count(sections, 'should'),
		findings: sections.flatMap(({ title, findings }) =>
			findings.map((finding) => ({ group: title, ...finding }))
		)
	};
	return JSON.stringify(report, null, '\t');
}

function described({ id, severity, what, why, fix }: Finding, stream: NodeJS.WriteStream) {
	const [first = '', ...rest] = wrapped(what);
	const mark = styleText(COLORS[severity], SYMBOLS[severity], { stream });
	const label = severity === 'ok' ? [] : [styleText('dim', `    ${severity} · ${id}`, { stream })];
	return [
		`  ${mark} ${first.trim()}`,
		...rest,
		...(why ? wrapped(why) : []),
		...(fix ? wrapped(`Fix: ${fix}`) : []),
		...label
	];
}

/** Lines that fit, with room before them. A word that is longer than a line, such as an address, is left whole. */
function wrapped(text: string): string[] {
	const indent = ' '.repeat(INDENT);
	const lines: string[] = [];
	let line = indent;
	for (const word of text.split(' ')) {
		const isEmpty = line === indent;
		if (!isEmpty && line.length + 1 + word.length > WIDTH) {
			lines.push(line);
			line = indent + word;
		} else line += isEmpty ? word : ` ${word}`;
	}
	return [...lines, line];
}

function verdict(sections: Section[]): string {
	const [mustCount, shouldCount, unknownCount] = [
		count(sections, 'must'),
		count(sections, 'should'),
		count(sections, 'unknown')
	];
	const parts = [
		mustCount > 0 ? `${mustCount} must be put right` : 'Nothing must be put right',
		...(shouldCount > 0 ? [`${shouldCount} should be`] : []),
		...(unknownCount > 0 ? [`${unknownCount} could not be looked at`] : [])
	];
	return `${parts.join(', ')}.`;
}
