/** A running sum that keeps what rounding costs it (Neumaier, ZAMM 54 (1974) 39): what is taken out again leaves nothing behind. */
export class Tally {
  #sum = 0
  #lost = 0

  add(value: number): void {
    const sum = this.#sum + value
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum
    this.#sum = sum
  }

  get sum(): number {
    return this.#sum + this.#lost
  }

  clear(): void {
    this.#sum = 0
    this.#lost = 0
  }
}
