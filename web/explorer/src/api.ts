// Requests to the API of the server that the page came from.
import type {
  Answer, Article, Claim, Contradiction, Entity, Hit, Links, Neighbourhood, Page, Path, SavedQuery, SchemaInfo, Source, Stats, Timeline,
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
  let answer: Response;
  try {
    answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
  } catch (err) {
    if (signal?.aborted) throw err;
    throw new Problem(0, "offline", "The server does not answer.");
  }
  if (!answer.ok) {
    const p = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, p.code ?? "internal", p.detail ?? `The server answered ${answer.status}.`);
  }
  return answer.json();
}

// once remembers what does not change while the page is open.
function once<T>(f: () => Promise<T>): () => Promise<T> {
  let p: Promise<T> | undefined;
  return () => (p ??= f().catch((err) => { p = undefined; throw err; }));
}

export const api = {
  search: (q: string, limit = 10, signal?: AbortSignal) => get<{ items: Hit[]; total: number }>("/search", { q, limit }, signal),
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
  stats: once(() => get<Stats>("/stats")),
  schema: once(() => get<SchemaInfo>("/schema")),
  queries: once(() => get<{ items: SavedQuery[] }>("/queries")),
};
