// Runs inside the page under test (so it is JavaScript, with the page's own globals). test/support/keyboard.ts sends it there.
globalThis.ringbackKeyboard = (() => {
  const labelOf = (element) => (['radio', 'checkbox'].includes(element.type) ? element.labels[0] : undefined)

  /** Everything a focus style may change, on the element or on the control drawn for it by its label. */
  const looks = (element) => {
    const own = getComputedStyle(element)
    const drawn = getComputedStyle(labelOf(element) ?? element, '::before')
    const { outlineStyle, outlineColor, boxShadow, backgroundColor, borderColor, clipPath, position } = own
    return [outlineStyle, outlineColor, boxShadow, backgroundColor, borderColor, clipPath, position]
      .concat(drawn.boxShadow, drawn.borderWidth, drawn.outlineStyle)
      .join('|')
  }

  const nameOf = (element, at) => {
    if (element.type === 'radio') return `the radios ${element.name}`
    const text = element.textContent || element.name || element.id
    return `${element.localName} ${at} “${text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}”`
  }

  /** Blur alone leaves the place from which Tab goes on; a page may have put it at its error summary. */
  const startAtTop = () => {
    const top = document.createElement('span')
    top.tabIndex = -1
    document.body.prepend(top)
    top.focus()
    top.remove()
  }

  /** Names every interactive thing, and remembers what it looks like without focus. */
  const mark = () => {
    startAtTop()
    const all = document.querySelectorAll(
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]',
    )
    // What lies folded away has a place on the page, and no Tab reaches it before it is opened: that is how it should be.
    const shown = (element) => element.getClientRects().length > 0 && element.checkVisibility()
    const seen = [...all].filter((element) => !element.disabled && shown(element))
    for (const [at, element] of seen.entries())
      Object.assign(element.dataset, { stop: nameOf(element, at), looks: looks(element) })
    return [...new Set(seen.map((element) => element.dataset.stop))]
  }

  /** What has the focus now, whether that can be seen, and whether something lies over it (WCAG 2.4.7, 2.4.11). */
  const look = () => {
    const element = document.activeElement
    if (!element?.dataset.stop) return null
    const { left, top, width, height } = element.getBoundingClientRect()
    const over = document.elementFromPoint(left + Math.min(width / 2, 40), top + height / 2)
    const itself = [element, labelOf(element)].some((part) => part && (part.contains(over) || over?.contains(part)))
    return {
      name: element.dataset.stop,
      shown: looks(element) !== element.dataset.looks,
      covered: over !== null && !itself,
    }
  }

  return { mark, look }
})()
