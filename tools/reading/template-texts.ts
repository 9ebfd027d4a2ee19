/** Ends a paragraph; a template's own line breaks are only white space. */
const end = '\u2029'

const blocks =
  /<\/?(?:p|li|ul|ol|dl|dt|dd|h\d|div|section|main|header|footer|nav|table|caption|thead|tbody|tr|td|th|form|label|figure|figcaption|title|br|body|head|html|noscript|code)\b[^>]*>/g
/** What a macro of govuk-frontend is told to show. */
const shown = /\b(?:text|summaryText|titleText|caption)\s*:\s*"([^"]*)"/g

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
}

/** What a template says, paragraph by paragraph. What it is given stands as a sign: nobody knows its length here. */
export function textsOfTemplate(source: string): string[] {
  const told: string[] = []
  const plain = source
    .replaceAll(/\{#[\s\S]*?#\}/g, '')
    .replaceAll(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, '')
    .replaceAll(/\{\{-?\s*govuk[\s\S]*?\}\)\s*-?\}\}/g, (macro) => {
      for (const [, text = ''] of macro.matchAll(shown)) told.push(text)
      return end
    })
    .replaceAll(/\{%-?\s*(?:else|elif|case|block|endblock|macro|endmacro|include|call|endcall|set)\b[\s\S]*?%\}/g, end)
    .replaceAll(/\{%[\s\S]*?%\}/g, ' ')
    .replaceAll(/\{\{[\s\S]*?\}\}/g, '4')
    .replaceAll(blocks, end)
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&\w+;/g, (entity) => entities[entity] ?? ' ')
  const paragraphs = plain.split(end).map((text) => text.replaceAll(/\s+/g, ' ').trim())
  return [...paragraphs, ...told].filter((text) => /\p{L}/u.test(text))
}
