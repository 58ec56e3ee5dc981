/** The widths in pixels in which pictures are made: few, so that nobody can have Directus draw thousands of them. */
export const PICTURE_WIDTHS = [320, 640, 960, 1280, 1600];
