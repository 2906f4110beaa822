// Requests to the API of the server that the page came from.
import type {
  Answer, Article, Claim, Config, Contradiction, Decided, Entity, Hits, LedgerRecord, Links, LoadLine, Mention, Neighbourhood, Page, Path, SavedQuery,
  SchemaInfo, Source, SplitMention, Stats, Timeline,
} from "./types";

export type Params = Record<string, string | number | boolean | string[] | undefined>;

// A Problem is an error that the server explains (RFC 9457).
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) { super(detail); }
}

export function address(path: string, params: Params = {}): string {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === "" || value === false) continue;
    for (const v of Array.isArray(value) ? value : [value]) q.append(name, String(v));
  }
  const text = q.toString();
  return "/api/kg/v1" + path + (text ? "?" + text : "");
}

async function get<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> {
  return follow<T>(address(path, params), signal);
}

// follow asks for an address that the server gave, such as the next page.
export async function follow<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await ask(url, { signal, headers: { Accept: "application/json" } })).json();
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (err) {
    if (init.signal?.aborted) throw err;
    throw new Problem(0, "offline", "The server does not answer.");
  }
  if (answer.ok) return answer;
  const p = await answer.json().catch(() => ({}));
  throw new Problem(answer.status, p.code ?? "internal", p.detail ?? `The server answered ${answer.status}.`);
}

const post = async <T>(path: string, body: unknown): Promise<T> =>
  (await ask(address(path), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();

// lines calls seen for each line of JSON of an answer as it comes.
export async function lines<T>(answer: Response, seen: (line: T) => void): Promise<void> {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : parts.pop()!;
    for (const part of parts) if (part.trim()) seen(JSON.parse(part));
    if (done) return;
  }
}

// What was remembered of a graph that has since been changed is forgotten; those who show some of it are told.
const changes: (() => void)[] = [];
export const onGraphChange = (f: () => void): void => { changes.push(f); };
export const graphChanged = (): void => { for (const f of changes) f(); };

// once remembers what does not change while the page is open.
function once<T>(f: () => Promise<T>): () => Promise<T> {
  let p: Promise<T> | undefined;
  onGraphChange(() => { p = undefined; });
  return () => (p ??= f().catch((err) => { p = undefined; throw err; }));
}

export const api = {
  search: (q: string, limit = 10, signal?: AbortSignal) => get<Hits>("/search", { q, limit }, signal),
  // texts finds headlines and sentences.
  texts: (q: string, limit: number, signal?: AbortSignal) => get<Hits>("/search", { q, limit, kind: ["headline", "sentence"] }, signal),
  entity: (id: string, signal?: AbortSignal) => get<Entity>("/entity", { id }, signal),
  neighbourhood: (id: string, limit: number, filters: Params, signal?: AbortSignal) =>
    get<Neighbourhood>("/neighbourhood", { ...filters, id, limit }, signal),
  links: (ids: string[], filters: Params, signal?: AbortSignal) => get<Links>("/links", { ...filters, id: ids }, signal),
  evidence: (subject: string, object: string, filters: Params, signal?: AbortSignal) =>
    get<Page<Claim>>("/evidence", { ...filters, subject, object, limit: 25 }, signal),
  claims: (params: Params, signal?: AbortSignal) => get<Page<Claim>>("/claims", params, signal),
  timeline: (params: Params, signal?: AbortSignal) => get<Timeline>("/timeline", params, signal),
  contradictions: (entity: string, signal?: AbortSignal) =>
    get<{ items: Contradiction[]; exact: boolean }>("/contradictions", { entity }, signal),
  article: (id: string, signal?: AbortSignal) => get<Article>("/article", { id }, signal),
  articles: (limit: number, offset = 0, signal?: AbortSignal) =>
    get<{ items: Source[]; total: number; next?: string }>("/articles", { limit, offset }, signal),
  paths: (start: string, end: string, signal?: AbortSignal) => get<{ items: Path[]; exact: boolean }>("/paths", { start, end }, signal),
  run: (name: string, params: Record<string, string>, signal?: AbortSignal) => {
    const p: Params = {};
    for (const [k, v] of Object.entries(params)) if (v) p["p." + k] = v;
    return get<Answer>(`/queries/${encodeURIComponent(name)}/rows`, p, signal);
  },
  // load reads articles into the graph: JSON, or a form with files.
  load: async (body: string | FormData, seen: (line: LoadLine) => void, signal: AbortSignal) => {
    const headers: Record<string, string> = typeof body === "string" ? { "Content-Type": "application/json" } : {};
    try {
      await lines(await ask(address("/load"), { method: "POST", headers, body, signal }), seen);
    } finally {
      graphChanged();
    }
  },
  merge: (a: string, b: string, note: string) => post<Decided>("/identity/merge", { a, b, note }),
  split: (entity: string, mentions: SplitMention[], into: string, note: string) => post<Decided>("/identity/split", { entity, mentions, into, note }),
  rename: (entity: string, label: string, note: string) => post<Decided>("/identity/rename", { entity, label, note }),
  undo: (id: number) => post<Decided>("/identity/undo", { id }),
  ledger: (signal?: AbortSignal) => get<{ items: LedgerRecord[]; total: number; next?: string }>("/identity/ledger", { limit: 50 }, signal),
  mentions: (id: string) => get<{ items: Mention[]; total: number; next?: string }>("/mentions", { id, limit: 10 }),
  config: once(() => get<Config>("/config").catch((): Config => ({ write: false }))),
  stats: once(() => get<Stats>("/stats")),
  schema: once(() => get<SchemaInfo>("/schema")),
  queries: once(() => get<{ items: SavedQuery[] }>("/queries")),
};
