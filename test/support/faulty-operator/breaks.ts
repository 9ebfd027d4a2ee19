/** Whether this operator breaks that promise. A test names one, in words; the code asks at the place where it is broken. */
export type Breaks = (promise: string) => boolean

/** Every promise that somebody has asked about: so that a test that names one that nobody breaks is found out. */
export const asked = new Set<string>()

export const breaking =
  (broken: string | undefined): Breaks =>
  (promise) => {
    asked.add(promise)
    return promise === broken
  }
