import { expect, test } from 'vitest';
import { installationError } from './system-packages.ts';

const PACKAGES = ['webkit2gtk-driver', 'xvfb'];
const DEBIAN = { platform: 'linux', isRoot: true, hasApt: true };

test('root on Debian can install packages', () => {
	expect(installationError(PACKAGES, DEBIAN)).toBeNull();
});

test.each([
	[
		'another user',
		{ ...DEBIAN, isRoot: false },
		/^run sudo apt-get install .* webkit2gtk-driver xvfb$/
	],
	['Linux without apt-get', { ...DEBIAN, hasApt: false }, /webkit2gtk-driver xvfb$/],
	['another system', { ...DEBIAN, platform: 'darwin' }, /webkit2gtk-driver xvfb$/]
])('%s learns which packages a missing browser is in', (_, machine, advice) => {
	expect(installationError(PACKAGES, machine)).toMatch(advice);
});
