import type { Point } from './geometry.ts';
import type { Ink } from './palette.ts';

/** The size of every cover, in pixels. */
const [WIDTH, HEIGHT] = [1600, 1000];

/** Path data of everything there is to draw on. */
export const whole = `M0 0H${WIDTH}V${HEIGHT}H0Z`;

/** A blur reaches over the box of its shape, which is all that a filter covers by itself. */
const BEYOND_THE_EDGES =
	'filterUnits="userSpaceOnUse" x="-200" y="-200" width="2000" height="1400"';

type Stop = readonly [offset: number, color: Ink, opacity?: number];

interface Strokes {
	width: number;
	opacity?: number;
	dash?: string;
	cap?: 'butt' | 'round';
}

interface Fill {
	opacity?: number;
	/** Softens the edge: the standard deviation in pixels. */
	blur?: number;
	/** Darkens what is under it, as a shadow does, instead of covering it. */
	blend?: 'multiply';
}

/** A sheet to draw on, one shape over another, that ends as an SVG document. */
export class Sheet {
	/** Numbers from 0 to 1, the same ones every time for the same seed. */
	readonly random: () => number;
	readonly #grainSeed: number;
	readonly #definitions: string[] = [];
	readonly #filters = new Map<string, string>();
	#shapes: string[] = [];

	constructor(seed: string) {
		const start = hash(seed);
		this.random = sequence(start);
		this.#grainSeed = start % 997;
	}

	/** Covers the whole sheet. */
	ground(paint: string): void {
		this.fill(whole, paint);
	}

	/** Fills a shape, given as path data, with a colour or a gradient. */
	fill(path: string, paint: string, { opacity = 1, blur, blend }: Fill = {}): void {
		const attributes = [`d="${path}"`, `fill="${paint}"`];
		if (opacity < 1) attributes.push(`opacity="${opacity}"`);
		if (blur) attributes.push(`filter="${this.#blur(blur)}"`);
		if (blend) attributes.push(`style="mix-blend-mode:${blend}"`);
		this.#shapes.push(`<path ${attributes.join(' ')}/>`);
	}

	/** Draws a line along a path. */
	stroke(path: string, paint: string, { width, opacity = 1, dash, cap = 'butt' }: Strokes): void {
		const attributes = [
			`d="${path}" fill="none" stroke="${paint}" stroke-width="${width}"`,
			`stroke-linecap="${cap}" stroke-linejoin="round"`
		];
		if (opacity < 1) attributes.push(`opacity="${opacity}"`);
		if (dash) attributes.push(`stroke-dasharray="${dash}"`);
		this.#shapes.push(`<path ${attributes.join(' ')}/>`);
	}

	/** Lays grains of colour over a shape, dense at `from` and gone at `to`: how this printer shades. */
	grain(path: string, color: Ink, from: Point, to: Point, strength = 0.7): void {
		const fade = this.linear(from, to, [0, color, strength], [1, color, 0]);
		this.#shapes.push(`<path d="${path}" fill="${fade}" filter="${this.#dissolve(color)}"/>`);
	}

	/** Lays grains of colour around a centre, dense there and gone at the radius. */
	halo(path: string, color: Ink, centre: Point, radius: number, strength = 0.7): void {
		const fade = this.radial(centre, radius, [0, color, strength], [1, color, 0]);
		this.#shapes.push(`<path d="${path}" fill="${fade}" filter="${this.#dissolve(color)}"/>`);
	}

	/** Lets only what falls inside the shape be seen. */
	inside(path: string, draw: () => void): void {
		const id = this.#define((id) => `<clipPath id="${id}"><path d="${path}"/></clipPath>`);
		this.#group(`clip-path="url(#${id})"`, draw);
	}

	/** Moves, turns or scales all that is drawn in it, by an SVG transform list. */
	transformed(transform: string, draw: () => void): void {
		this.#group(`transform="${transform}"`, draw);
	}

	/** A gradient along the line between two points of the sheet. */
	linear([x1, y1]: Point, [x2, y2]: Point, ...stops: Stop[]): string {
		const line = `gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
		const id = this.#define(
			(id) => `<linearGradient id="${id}" ${line}>${markup(stops)}</linearGradient>`
		);
		return `url(#${id})`;
	}

	/** A gradient from a centre outwards. */
	radial([cx, cy]: Point, radius: number, ...stops: Stop[]): string {
		const circle = `gradientUnits="userSpaceOnUse" cx="${cx}" cy="${cy}" r="${radius}"`;
		const id = this.#define(
			(id) => `<radialGradient id="${id}" ${circle}>${markup(stops)}</radialGradient>`
		);
		return `url(#${id})`;
	}

	/** The finished SVG document, with the tooth of the paper over all of it. */
	toString(): string {
		const tooth = `<path d="${whole}" filter="${this.#tooth()}" opacity="0.22" style="mix-blend-mode:soft-light"/>`;
		return (
			`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">` +
			`<defs>${this.#definitions.join('')}</defs>${this.#shapes.join('')}${tooth}</svg>`
		);
	}

	#group(attributes: string, draw: () => void): void {
		const outer = this.#shapes;
		this.#shapes = [];
		draw();
		const inner = this.#shapes.join('');
		this.#shapes = outer;
		this.#shapes.push(`<g ${attributes}>${inner}</g>`);
	}

	#define(write: (id: string) => string): string {
		const id = `d${this.#definitions.length}`;
		this.#definitions.push(write(id));
		return id;
	}

	/** Filters are the slow part of an SVG, so equal ones are shared. */
	#filter(key: string, primitives: string, region = ''): string {
		let url = this.#filters.get(key);
		if (!url) {
			const id = this.#define(
				(id) =>
					`<filter id="${id}" ${region} color-interpolation-filters="sRGB">${primitives}</filter>`
			);
			url = `url(#${id})`;
			this.#filters.set(key, url);
		}
		return url;
	}

	#blur(deviation: number): string {
		return this.#filter(
			`blur ${deviation}`,
			`<feGaussianBlur stdDeviation="${deviation}"/>`,
			BEYOND_THE_EDGES
		);
	}

	/** Noise decides, grain by grain, where a fading colour is still printed. */
	#dissolve(color: Ink): string {
		return this.#filter(
			`dissolve ${color}`,
			`<feTurbulence type="fractalNoise" baseFrequency="0.5" numOctaves="2" seed="${this.#grainSeed}"/>` +
				`<feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  1 0 0 0 0" result="noise"/>` +
				`<feColorMatrix in="SourceGraphic" values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 1 0" result="fade"/>` +
				`<feComposite in="noise" in2="fade" operator="arithmetic" k1="0" k2="2.4" k3="2.4" k4="-2" result="grains"/>` +
				`<feColorMatrix in="SourceGraphic" values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 40 0" result="shape"/>` +
				`<feFlood flood-color="${color}"/><feComposite in2="grains" operator="in"/>` +
				`<feComposite in2="shape" operator="in"/>`
		);
	}

	#tooth(): string {
		return this.#filter(
			'tooth',
			`<feTurbulence type="fractalNoise" baseFrequency="0.35" numOctaves="2" seed="${this.#grainSeed + 1}"/>` +
				`<feColorMatrix values="0.9 0 0 0 0.05  0.9 0 0 0 0.05  0.9 0 0 0 0.05  0 0 0 0 1"/>`
		);
	}
}

function markup(stops: Stop[]): string {
	return stops
		.map(
			([offset, color, opacity = 1]) =>
				`<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`
		)
		.join('');
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(text)) {
		value = Math.imul(value ^ byte, 0x01000193) >>> 0;
	}
	return value;
}

/** Mulberry32: small, and the same on every machine, which Math.random is not. */
function sequence(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
