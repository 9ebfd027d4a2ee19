/** When a position was seen, and metres to the rim of one fence: below 0 inside. */
export type Seen = { readonly time: number; readonly outside: number; readonly accuracy: number }

/** What is known of an officer and one fence. Times are milliseconds since 1970. */
export type Inside = {
  entered?: number | undefined
  /** When the rim was last crossed against the present state. */
  rim?: number | undefined
  /** How many positions have said so firmly since. */
  firm: number
}

export type Stay = { readonly enters: number; readonly leaves: number; readonly seconds: number }

export type StaySettings = {
  /** Out only when this much beyond the rim, or beyond what the phone calls its accuracy: noise at the rim is no leaving. */
  readonly margin: number
  /** In or out only when two positions say so and it has lasted so many seconds: driving past is no visit. */
  readonly settle: number
}

/**
 * Takes the next position, and gives the stay that it ends. A stay begins and ends where the way between two positions crosses the
 * rim; hysteresis keeps noise at the rim from making many stays of one. `last` is undefined after a silence.
 */
export function follow(inside: Inside, last: Seen | undefined, now: Seen, settings: StaySettings): Stay | undefined {
  const isBeyond = inside.entered === undefined ? now.outside <= 0 : now.outside > 0
  if (!isBeyond) {
    forget(inside)
    return undefined
  }
  inside.rim ??= last ? crossing(last, now) : now.time
  const isFirm = inside.entered === undefined || now.outside > Math.max(settings.margin, now.accuracy)
  if (isFirm) inside.firm += 1
  return inside.firm >= 2 && now.time - inside.rim >= settings.settle * 1000 ? turn(inside, inside.rim) : undefined
}

/** After a silence nothing is claimed: whoever was inside left when they were last seen there. */
export function breakOff(inside: Inside, at: number): Stay | undefined {
  const stay = inside.entered === undefined ? undefined : turn(inside, inside.rim ?? at)
  forget(inside)
  return stay
}

function turn(inside: Inside, at: number): Stay | undefined {
  const enters = inside.entered
  inside.entered = enters === undefined ? at : undefined
  forget(inside)
  return enters !== undefined && at > enters ? { enters, leaves: at, seconds: (at - enters) / 1000 } : undefined
}

function forget(inside: Inside): void {
  inside.rim = undefined
  inside.firm = 0
}

/** When the straight way between two positions crosses the rim; when both are on one side, the later moment. */
function crossing(from: Seen, to: Seen): number {
  if (from.outside > 0 === to.outside > 0) return to.time
  return from.time + ((to.time - from.time) * from.outside) / (from.outside - to.outside)
}
