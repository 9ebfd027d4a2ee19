/** What a finder says of the phone. */
export const finds = ['with-me', 'handed-in', 'seen'] as const
