/** With which flags Node runs a command: what TypeScript may know of run.mjs. */
export function nodeFlags(args: readonly string[]): string[]
