import type { PlaneMemory } from '#lib/imei/plane/plane'
import type { StatusList } from './status-list.ts'

/** A list, the memory in which others read it, and when what it says was so (ms since 1970); a feed moves `asOf` on. */
export type Loaded = { readonly list: StatusList; readonly plane: PlaneMemory; readonly asOf: number }

/** Has everybody who answers do so from this list, and from this plane of it. When it returns they do. */
export type Show = (loaded: Loaded) => Promise<void>

/** Where the list comes from: a file, or a feed that goes on calling `set` of the list that it gave. */
export type Source = {
  /** The whole list: at the start, and whenever it shall be loaded anew. */
  load(signal: AbortSignal): Promise<Loaded>
  /** Goes on changing the list until stopped; shows another one, or another plane of it, where it has to. */
  follow?(show: Show, signal: AbortSignal): Promise<void>
}
