/** Metrics of a process of the app at one moment. */
export class Metrics {
	/** By the text before the value: a name, and labels where there are some. */
	readonly #samples = new Map<string, number>();
	/** Description of each metric, by its name. */
	readonly help = new Map<string, string>();

	private constructor(text: string) {
		for (const line of text.split('\n')) {
			const [, name = '', words = ''] = /^# HELP (\S+) (.*)$/.exec(line) ?? [];
			if (name) this.help.set(name, words);
			const [, sample, value] = /^([^#].*) (\S+)$/.exec(line) ?? [];
			if (sample) this.#samples.set(sample, Number(value));
		}
	}

	/** Requests them at this port. */
	static async at(port: number | string): Promise<Metrics> {
		const response = await fetch(`http://127.0.0.1:${port}/metrics`);
		if (!response.ok) throw new Error(`No metrics at port ${port}: ${response.status}`);
		return new Metrics(await response.text());
	}

	/** The sum of a metric over all samples that have these labels. */
	sum(name: string, labels: Record<string, string> = {}): number {
		return this.#matching(name, labels).reduce((sum, [, value]) => sum + value, 0);
	}

	/** Whether there is a sample of this metric with these labels. */
	has(name: string, labels: Record<string, string> = {}): boolean {
		return this.#matching(name, labels).length > 0;
	}

	/** The names and labels of all samples. */
	get text(): string {
		return [...this.#samples.keys()].join('\n');
	}

	#matching(name: string, labels: Record<string, string>): [string, number][] {
		const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
		return [...this.#samples].filter(([sample]) => {
			const [found, rest = ''] = sample.split('{');
			return found === name && wanted.every((label) => rest.includes(label));
		});
	}
}
