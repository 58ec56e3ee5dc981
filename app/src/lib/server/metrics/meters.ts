import type { Registry } from 'prom-client';

type Prometheus = typeof import('prom-client');

/** The labels of a metric with their possible values; an empty list where these are not known in advance. */
type Labels = Record<string, readonly string[]>;
type Values<L extends Labels> = { readonly [Name in keyof L]: L[Name][number] };

const declared: ((prometheus: Prometheus, registry: Registry) => void)[] = [];

/** Something that happens, counted. Until `start` the count goes nowhere. */
export function counter<const L extends Labels>(
	name: string,
	help: string,
	labels: L
): (values: Values<L>) => void {
	let count: (values: Values<L>) => void = () => {};
	declared.push(({ Counter }, registry) => {
		const counter = new Counter({ ...metric(name, help, labels), registers: [registry] });
		// a rate needs something to rise from
		for (const values of combinations(labels)) counter.inc(values, 0);
		count = (values) => counter.inc(values);
	});
	return (values) => count(values);
}

/** Something that takes time, in seconds, counted by how long it took. */
export function histogram<const L extends Labels>(
	name: string,
	help: string,
	labels: L,
	buckets: number[]
): (values: Values<L>, seconds: number) => void {
	let observe: (values: Values<L>, seconds: number) => void = () => {};
	declared.push(({ Histogram }, registry) => {
		const histogram = new Histogram({
			...metric(name, help, labels),
			buckets,
			registers: [registry]
		});
		for (const values of combinations(labels)) histogram.zero(values);
		observe = (values, seconds) => histogram.observe(values, seconds);
	});
	return (values, seconds) => observe(values, seconds);
}

/** A gauge of a condition: 1 or 0, by the last value set, also before `start`. */
export function booleanGauge(name: string, help: string): (isSet: boolean) => void {
	let now = false;
	declared.push(({ Gauge }, registry) => {
		new Gauge({
			...metric(name, help, {}),
			registers: [registry],
			collect() {
				this.set(Number(now));
			}
		});
	});
	return (isSet) => {
		now = isSet;
	};
}

/** Starts all counters in the registry that it returns, together with the default metrics of Node. */
export async function start(): Promise<Registry> {
	// loaded only where metrics are on: loading takes long
	const prometheus = await import('prom-client');
	const registry = new prometheus.Registry();
	prometheus.collectDefaultMetrics({ register: registry });
	for (const declare of declared) declare(prometheus, registry);
	return registry;
}

function metric(name: string, help: string, labels: Labels) {
	return { name, help, labelNames: Object.keys(labels) };
}

function combinations(labels: Labels): Record<string, string>[] {
	return Object.entries(labels).reduce<Record<string, string>[]>(
		(made, [name, values]) =>
			made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
		[{}]
	);
}
