/** Questions to the server. It answers in JSON; what else comes back has a status and no body. */

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Posts JSON; null where nobody answered. */
export async function post(url: string, csrf: string, body: unknown, keepalive = false): Promise<Answer | null> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return ask(url, { method: "POST", headers, body: JSON.stringify(body), keepalive });
}

/** Posts a file. */
export async function upload(url: string, csrf: string, file: File): Promise<Answer | null> {
  const body = new FormData();
  body.set("file", file);
  return ask(url, { method: "POST", headers: { "X-CSRFToken": csrf }, body });
}

/** Fetches JSON, under the same conditions. */
export async function get(url: string): Promise<Answer | null> {
  return ask(url, { headers: { Accept: "application/json" } });
}

async function ask(url: string, options: RequestInit): Promise<Answer | null> {
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return { status: response.status, body: null };
    return { status: response.status, body: (await response.json()) as unknown };
  } catch {
    return null; // the network is away: whoever asked says so and tries again
  }
}
