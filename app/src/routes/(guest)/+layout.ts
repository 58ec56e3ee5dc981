/** Two fields and a button need no hydration, so that signing in does not wait for scripts. */
export const csr = false;
