/** Summary of several measurements of one quantity. */
export interface Summary {
	median: number;
	least: number;
	most: number;
}

/** @throws where nothing was measured */
export function summary(values: number[]): Summary {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (index: number) => {
		const value = sorted[index];
		if (value === undefined) throw new Error('Nothing was measured.');
		return value;
	};
	const half = (sorted.length - 1) / 2;
	return {
		median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2,
		least: at(0),
		most: at(sorted.length - 1)
	};
}

/** `0.63 (0.58 to 0.66)` */
export function inWords({ median, least, most }: Summary, digits = 2): string {
	return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
