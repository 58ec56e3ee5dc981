import { expect, test } from 'vitest';
import { pictureAddress, pictureSize, pictureSources } from './picture.ts';
import { PICTURE_WIDTHS } from '@portico/contract/pictures.ts';

const picture = (width: number) => ({ id: 'ID', version: '17', width, height: 10, alt: '' });
const widthsOf = (width: number) =>
	pictureSources(picture(width))
		.split(', ')
		.map((source) => source.split(' ').at(-1));

test.each([
	[100, ['100w']],
	[320, ['320w']],
	[600, ['320w', '480w', '600w']],
	[641, ['320w', '480w', '640w', '641w']]
])('a picture of %d pixels is offered as large as it is', (width, widths) => {
	expect(widthsOf(width)).toEqual(widths);
});

test('a picture that is larger than every preset is offered in all of them', () => {
	expect(widthsOf(9000)).toEqual(PICTURE_WIDTHS.map((width) => `${width}w`));
});

test('screens of three dots to a pixel get a picture for two', () => {
	expect(pictureSize('100vw')).toBe('(min-resolution: 2.5dppx) calc(100vw * 2 / 3), 100vw');
});

test('the URL of a picture contains its version, where it is known', () => {
	expect(pictureAddress(picture(1), 320)).toBe('/assets/ID?key=portico-320&v=17');
	expect(pictureAddress({ ...picture(1), version: null }, 320)).toBe('/assets/ID?key=portico-320');
});
