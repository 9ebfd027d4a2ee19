/** An order that puts something on a handset or a line, and the order that takes it back (partners.md, "The example contract"). */
export type Measure = {
  readonly path: string
  readonly kind: string
  readonly body: (on: string | readonly string[], until?: string) => object
  readonly undoPath: string
  readonly undoKind: string
  /** `withdraws` names the one order that is taken back. */
  readonly undoBody: (on: string | readonly string[], withdraws?: string) => object
}

const handsets = (on: string | readonly string[]) => ({ equipment: [on].flat() })

export const block: Measure = {
  path: '/eir/v1/list',
  kind: 'block-handset',
  body: (on, until) => ({ ...handsets(on), status: 'BLACKLISTED', cause: 'STOLEN', until }),
  undoPath: '/eir/v1/list',
  undoKind: 'unblock-handset',
  undoBody: (on, withdraws) => ({ ...handsets(on), status: 'WHITELISTED', withdraws }),
}

export const watch: Measure = {
  path: '/eir/v1/watch',
  kind: 'watch-handset',
  body: (on, until) => ({ ...handsets(on), until }),
  undoPath: '/eir/v1/unwatch',
  undoKind: 'unwatch-handset',
  undoBody: (on, withdraws) => ({ ...handsets(on), withdraws }),
}

const onLine = (path: string, kind: string, undoKind: string): Measure => ({
  ...{ path, kind, undoPath: path, undoKind },
  body: (msisdn, until) => ({ msisdn, on: true, until }),
  undoBody: (msisdn, withdraws) => ({ msisdn, on: false, withdraws }),
})

export const changeHold = onLine('/lines/v1/change-hold', 'hold-line-changes', 'release-line-changes')
export const bar = onLine('/lines/v1/bar', 'suspend-line', 'restore-line')
