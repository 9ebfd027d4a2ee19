import type { StatusList } from './status-list.ts'

/** A list, and when what it says was so (ms since 1970). A feed moves `asOf` on. */
export type Loaded = { readonly list: StatusList; readonly asOf: number }

/** Where the list comes from: a file, or a feed that goes on calling `set` of the list that it gave. */
export type Source = {
  /** The whole list: at the start, and whenever it shall be loaded anew. */
  load(): Promise<Loaded>
}
