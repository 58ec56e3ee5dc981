/** Account pages are read and sent as forms: the browser does that alone, and no framework starts for it. */
export const csr = false;
