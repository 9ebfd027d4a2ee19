/** `--name=3` on the command line of a bench, else what it usually is. */
export function option(name: string, usual: number): number {
  const given = process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3)
  const value = given === undefined ? usual : Number(given)
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name}=${given} is no number.`)
  return value
}
