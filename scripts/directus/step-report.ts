/** Takes one line that tells a person what is being done. */
export type Report = (line: string) => void;
