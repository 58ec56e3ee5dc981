import type { Answer, Visit } from './visit.ts';
import type { Word } from './word.ts';

/** Where each caller first saw each kind of word. */
export class Sightings {
	readonly #words: Map<string, Word>;
	readonly #pattern: RegExp;
	readonly #first = new Map<string, string>();

	constructor(words: Word[]) {
		this.#words = new Map(words.map((word) => [word.text.toLowerCase(), word]));
		const texts = words.map(({ text }) => escaped(text));
		this.#pattern = new RegExp(texts.join('|'), 'gi');
	}

	/** Notes the words that an answer has. */
	note(caller: string, target: string, visit: Visit, answer: Answer): void {
		const where = `${visit.method} ${visit.path} (${target})`;
		for (const [text] of answer.text.matchAll(this.#pattern)) {
			const word = this.#words.get(text.toLowerCase());
			if (word) this.#see(caller, word, where);
		}
		if (visit.shows && answer.status < 300) this.#see(caller, visit.shows, where);
	}

	/** Where a caller first saw a kind of word; null for nowhere. */
	where(kind: string, caller: string): string | null {
		return this.#first.get(keyOf(kind, caller)) ?? null;
	}

	#see(caller: string, { kind }: Word, where: string): void {
		const key = keyOf(kind, caller);
		if (!this.#first.has(key)) this.#first.set(key, where);
	}
}

function keyOf(kind: string, caller: string): string {
	return `${caller}\n${kind}`;
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
