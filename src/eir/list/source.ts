import type { StatusList } from './status-list.ts'

/** A list, and when what it says was so (ms since 1970); a feed moves `asOf` on. */
export type Loaded = { readonly list: StatusList; readonly asOf: number }

/** Where the list comes from: a file, or a feed that goes on calling `set` of the list that it gave. */
export type Source = {
  /** The whole list: at the start, and whenever it shall be loaded anew. */
  load(signal: AbortSignal): Promise<Loaded>
  /** Goes on changing the list until stopped; gives another one to `use` where it has to begin anew. */
  follow?(use: (next: Loaded) => void, signal: AbortSignal): Promise<void>
}
