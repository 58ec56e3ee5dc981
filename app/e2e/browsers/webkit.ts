/** Packages of Debian and Ubuntu: the browser with its driver, a display without a screen, and a keyboard for it. */
export const WEBKIT_PACKAGES = ['webkit2gtk-driver', 'xvfb', 'xdotool'];
