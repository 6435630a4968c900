// Live events by fetch: EventSource can neither name the workspace in a header nor see
// heartbeats, and a page must know when it no longer hears anything.

/** LiveEvent is one event of the hub. */
export interface LiveEvent {
  id: string
  type: string
  data: string
}

/** LiveState is what a page says about the connection. */
export type LiveState = 'opening' | 'open' | 'lost'

/** parse cuts complete events off the text of a stream; the rest comes back for the next part. */
export function parse(text: string): { events: LiveEvent[]; rest: string } {
  const blocks = text.replace(/\r\n?/g, '\n').split('\n\n')
  const rest = blocks.pop() ?? ''
  const events: LiveEvent[] = []
  for (const block of blocks) {
    const e: LiveEvent = { id: '', type: 'message', data: '' }
    let any = false
    for (const line of block.split('\n')) {
      if (line === '' || line.startsWith(':')) continue
      const at = line.indexOf(':')
      const name = at < 0 ? line : line.slice(0, at)
      const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '')
      if (name === 'id') e.id = value
      else if (name === 'event') e.type = value
      else if (name === 'data') e.data = e.data === '' ? value : e.data + '\n' + value
      else continue
      any = true
    }
    if (any) events.push(e)
  }
  return { events, rest }
}

/** Options of a Listener; the times are milliseconds. */
export interface ListenerOptions {
  url: string
  headers: Record<string, string>
  onEvent: (e: LiveEvent) => void
  onState: (s: LiveState) => void
  /** The session is over (401). */
  onSignedOut?: () => void
  fetch?: typeof fetch
  /** Without a sound (a heartbeat counts) for this long the connection is lost. */
  silence?: number
  retry?: number
}

/** Listener keeps one stream of events open, asking after a loss for what came meanwhile (Last-Event-ID). */
export class Listener {
  private last = ''
  private stopped = false
  private abort = new AbortController()
  private readonly o: Required<Omit<ListenerOptions, 'onSignedOut'>> & Pick<ListenerOptions, 'onSignedOut'>

  constructor(o: ListenerOptions) {
    this.o = { fetch: (...a) => globalThis.fetch(...a), silence: 35_000, retry: 2_000, ...o }
  }

  /** start returns at once; stop ends it. */
  start() {
    void this.run()
  }

  stop() {
    this.stopped = true
    this.abort.abort()
  }

  private async run() {
    this.o.onState('opening')
    for (let failures = 0; !this.stopped; failures++) {
      if (await this.listen(() => (failures = 0))) return
      if (this.stopped) return
      this.o.onState('lost')
      await new Promise((done) => setTimeout(done, this.o.retry * Math.min(8, 2 ** failures)))
    }
  }

  // listen gives true when there is no use in trying again.
  private async listen(opened: () => void): Promise<boolean> {
    this.abort = new AbortController()
    let timer = setTimeout(() => this.abort.abort(), this.o.silence)
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream', ...this.o.headers }
      if (this.last) headers['Last-Event-ID'] = this.last
      const answer = await this.o.fetch(this.o.url, { headers, credentials: 'same-origin', signal: this.abort.signal, cache: 'no-store' })
      if (answer.status === 401) {
        this.o.onSignedOut?.()
        return true
      }
      if (!answer.ok || !answer.body) return false
      opened()
      this.o.onState('open')
      const reader = answer.body.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader()
      for (let text = ''; ;) {
        const { value, done } = await reader.read()
        if (done) return false
        clearTimeout(timer)
        timer = setTimeout(() => this.abort.abort(), this.o.silence)
        const cut = parse(text + value)
        text = cut.rest
        for (const e of cut.events) {
          if (e.id) this.last = e.id
          this.o.onEvent(e)
        }
      }
    } catch {
      return false
    } finally {
      clearTimeout(timer)
    }
  }
}
