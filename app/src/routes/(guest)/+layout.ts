/** Two fields and a button need no framework: nobody waits for one before they can sign in. */
export const csr = false;
