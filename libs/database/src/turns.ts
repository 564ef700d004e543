/** Lets so many go on at once; the others wait in the order in which they came. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /**
   * Waits for a turn.
   *
   * @returns gives the turn back; calling it again changes nothing
   */
  async take(): Promise<() => void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const next = this.waiting.shift();
      // A turn goes from one to the next without being free in between.
      if (next === undefined) this.free += 1;
      else next();
    };
  }
}
