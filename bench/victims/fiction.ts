/** Numbers kept for fiction in North America, a hundred in each area code: each operator has some of the codes. */
export const codes = Array.from({ length: 700 }, (_, n) => 201 + n)

export const fictionLine = (n: number): string =>
  `+1${codes[Math.floor(n / 100) % codes.length]}55501${String(n % 100).padStart(2, '0')}`
