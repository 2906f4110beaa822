// The answers of the API, see /api/kg/v1/openapi.json.

export type Status = "fact" | "stated" | "reported" | "intended" | "uncertain" | "denied";

export interface Ref { id: string; label: string; class?: string }
export interface Node extends Ref { articles: number }
export interface Hit extends Node { name?: string }
export interface Neighbour extends Node { claims: number }

export interface Link {
  subject: string; relation?: string; label: string; object: string; status: Status; symmetric?: boolean;
  claims: number; articles: number; first?: string; last?: string; confidence: number;
}
export interface Source { id: string; title?: string; url?: string; publisher?: string; date?: string; language?: string }
export interface Claim {
  id: string; status: Status; subject?: Ref; relation?: string; label: string; object?: Ref; literal?: string;
  phrase?: string; subjectText?: string; objectText?: string; polarity?: string; modality?: string; tense?: string;
  saidBy?: Ref; saidWith?: string; day?: string; from?: string; to?: string; precision?: string; timeText?: string;
  place?: Ref; event?: string; mode?: string; confidence: number; rule?: string;
  sentence: string; start: number; end: number; before?: string; after?: string; article: Source;
}
export interface Page<T> { items: T[]; total: number; exact: boolean; next?: string }
export interface Entity extends Node {
  aliases: string[]; classes: string[]; standsFor: Ref[]; stoodFor: Ref[]; country?: Ref; exactMatch: string[]; sectors: string[];
  asSubject: number; asObject: number; first?: string; last?: string; positions: Claim[];
}
export interface Neighbourhood { centre: Node; nodes: Neighbour[]; links: Link[]; total: number; exact: boolean; next?: string }
export interface Links { nodes: Node[]; items: Link[]; exact: boolean }
export interface Step { relation: string; label: string; forward: boolean; symmetric?: boolean; articles: number }
export interface Path { nodes: Node[]; steps: Step[][] }
export interface Article extends Source { readFrom?: string; sha256?: string; engine?: string; text: string; claims: Claim[] }
export interface Timeline extends Page<Claim> { months: { month: string; claims: number }[]; undated: number }
export interface Contradiction { subject: Ref; relation: string; label: string; object: Ref; affirmed: Claim[]; denied: Claim[] }
export interface QueryParam { name: string; type: string; values?: string[]; default?: string; required: boolean; help: string }
export interface SavedQuery { name: string; title: string; description: string; params: QueryParam[]; columns: { name: string; help: string }[] }
export interface Answer { columns: { name: string; help: string }[]; rows: unknown[]; truncated: boolean }
export interface Count { name: string; count: number }
export interface Stats {
  articles: number; entities: number; claims: number; facts: number; quads: number;
  relations: Count[]; classes: Count[]; publishers: Count[];
}
export interface SchemaInfo {
  classes: { id: string; label: string; parents: string[] }[];
  relations: { id: string; label: string; inverse?: string; symmetric?: boolean; parent?: string }[];
}
export interface Config { write: boolean; maxLoad?: number; formats?: string[] }
export interface TextHit { text: string; claim?: string; words: number; article: Source }
export interface Hits { items: Hit[]; total: number; headlines?: TextHit[]; sentences?: TextHit[] }
export interface Loaded { source: string; article: string; title: string; status: string; claims: number; facts: number; quads: number; error: string }
export interface LoadLine extends Partial<Loaded> { progress?: { done: number; of: number }; problem?: { code?: string; detail?: string } }
export interface LedgerRecord {
  n: number; op: string; text: string; inForce: boolean; entity?: string; other?: string; into?: string; label?: string;
  class?: string; article?: string; mention?: string; undoes?: number; note?: string;
}
export interface Decided { records: LedgerRecord[]; articles: number; failed: string[] }
export interface Mention { article: Source; text: string; start: number; end: number; sentence: string; reason: string }
export interface SplitMention { article?: string; text?: string }
