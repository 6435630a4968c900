/** Refresher gathers topics that changed and passes each on at most once in a while, the last change always. */
export class Refresher {
  private readonly waiting = new Set<string>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly refresh: (topic: string) => void
  private readonly everyMs: number

  constructor(refresh: (topic: string) => void, everyMs = 1500) {
    this.refresh = refresh
    this.everyMs = everyMs
  }

  /** changed notes a topic; the first one after a pause is passed on at once. */
  changed(topic: string) {
    this.waiting.add(topic)
    if (this.timer === undefined) this.flush()
  }

  /** stop ends it; what waits is forgotten. */
  stop() {
    clearTimeout(this.timer)
    this.waiting.clear()
  }

  private flush() {
    if (this.waiting.size === 0) {
      this.timer = undefined
      return
    }
    for (const topic of this.waiting) this.refresh(topic)
    this.waiting.clear()
    this.timer = setTimeout(() => this.flush(), this.everyMs)
  }
}
