/** Ways in which lists of handsets are laid out in files. */
export const layoutNames = ['gsma', 'dirbs', 'ndjson'] as const
export type LayoutName = (typeof layoutNames)[number]
export const isLayoutName = (name: string): name is LayoutName => (layoutNames as readonly string[]).includes(name)

/** What is announced when the list has changed. */
export const topic = 'blocklist'
