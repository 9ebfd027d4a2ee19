/** What became of a command: the events it brought about, or the reason why not. `repeated` when the key was seen before. */
export type Outcome<Code extends string = string> =
  | { readonly ok: true; readonly stream: string; readonly versions: readonly number[]; readonly repeated: boolean }
  | { readonly ok: false; readonly refused: Code | 'key-reused' | 'busy' }
