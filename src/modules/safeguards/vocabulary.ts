/** What a finder says of the phone. */
export const finds = ['with-me', 'handed-in', 'seen'] as const

/** Whoever knows a number gets a case; a finder’s words may name a place, so they are for those who have shown more. */
export const readableFrom = 2
