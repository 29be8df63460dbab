/** Server-sent events that come back. The browser goes on by itself after a stream that ends, but gives up for good at any
 * answer that is none (503 while the database is away), and does not say which it was. */
const FIRST = 1_000;
const LONGEST = 60_000;
const SIGNED_OUT = [401, 403];

/** What is done with the data of an event, by its name. */
export type Takers = Record<string, (data: string) => void>;

/** Milliseconds to wait after so many failures in a row: twice as many each time, half of them by chance, so that not all
 * open pages come back at the same moment. */
export function pause(failures: number, chance: number): number {
  const most = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return (most * (1 + chance)) / 2;
}

/** Listens until it is told to stop, or is refused. */
export class Listening {
  private readonly address: string;
  private readonly takers: Takers;
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private position = "";

  constructor(address: string, takers: Takers) {
    this.address = address;
    this.takers = takers;
  }

  start(): void {
    const after = this.position ? `?after=${encodeURIComponent(this.position)}` : "";
    const source = new EventSource(this.address + after);
    this.source = source;
    source.addEventListener("open", () => (this.failures = 0));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED && source === this.source) this.later();
    });
    for (const [name, take] of Object.entries(this.takers))
      source.addEventListener(name, (event: MessageEvent<string>) => {
        this.position = event.lastEventId;
        take(event.data);
      });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private later(): void {
    this.failures += 1;
    this.timer = setTimeout(() => void this.again(), pause(this.failures, Math.random()));
  }

  private async again(): Promise<void> {
    const waiting = this.source;
    const status = await statusOf(this.address);
    if (waiting !== this.source || SIGNED_OUT.includes(status)) return;
    if (status === 200) this.start();
    else this.later();
  }
}

/** What the address answers now; 401 where it leads to the login page, 0 where nobody answers. */
async function statusOf(address: string): Promise<number> {
  try {
    const answer = await fetch(address, { method: "HEAD", redirect: "manual" });
    return answer.type === "opaqueredirect" ? 401 : answer.status;
  } catch {
    return 0;
  }
}
