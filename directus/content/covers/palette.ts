/** The inks of every illustration: one warm set, so that all covers look printed in the same shop. */
export const ink = {
	paper: '#f6eddd',
	cream: '#fdf3dc',
	sand: '#e8cfa4',
	ochre: '#dda244',
	blush: '#e9b597',
	terracotta: '#c9623d',
	brick: '#9a4330',
	umber: '#5a2f2a',
	sage: '#93a58a',
	moss: '#587056',
	pine: '#2c483d',
	mist: '#b9c6cb',
	dusk: '#5c7891',
	slate: '#3a5170',
	night: '#1f2c44',
	black: '#2a2321'
} as const;

/** A colour, of the palette or between two of it, as #rrggbb. */
export type Ink = `#${string}`;

/** The colour a share (0 to 1) of the way from one to another. */
export function mix(from: Ink, to: Ink, share: number): Ink {
	const channels = [1, 3, 5].map((start) => {
		const [a = 0, b = 0] = [from, to].map((color) => parseInt(color.slice(start, start + 2), 16));
		return Math.round(a + (b - a) * share)
			.toString(16)
			.padStart(2, '0');
	});
	return `#${channels.join('')}`;
}
