// What of an answer can be drawn as bars: which columns make the bars, which their lengths, and which their parts.

export type Row = Record<string, unknown>;

// A Kind is what the values of a column are: numbers, days or months, names that rows may share, or running text.
export type Kind = "number" | "day" | "name" | "text";

export interface Column { name: string; kind: Kind; distinct: number; whole: boolean; grain: Grain }

export type Grain = "day" | "month" | "year";

// A Choice is what a person has chosen; what is empty is chosen for them.
export interface Choice { x: string; y: string; by: string }

export interface Bucket {
  key: string;      // what tells it from others
  label: string;    // what a person reads
  value: number;
  parts: number[];  // one for each series
  rows: Row[];
}

export interface Plan {
  x: Column;
  y?: Column;       // absent: rows are counted
  by?: Column;
  xs: Column[];     // what there is to choose from
  ys: Column[];
  bys: Column[];
  time?: Grain;     // buckets are stretches of time, none left out
  series: string[]; // names of the parts; empty where there is one
  buckets: Bucket[];
  others: number;   // buckets that are not shown
  left: number;     // rows of no bucket: those that have no day
}

// counted is the name of the measure that counts rows; no column is called so.
export const counted = "rows*";

const maxBars = 25, maxStretches = 72, maxSeries = 6;

const isEmpty = (v: unknown): boolean => v === null || v === undefined || v === "";

// columnsOf tells what the columns hold.
export function columnsOf(names: string[], rows: Row[]): Column[] {
  return names.map((name) => {
    const values = rows.map((r) => r[name]).filter((v) => !isEmpty(v));
    const distinct = new Set(values.map(words)).size;
    const column = { name, distinct, whole: true, grain: "day" as Grain };
    if (values.length && values.every((v) => typeof v === "number")) {
      return { ...column, kind: "number" as Kind, whole: values.every((v) => Number.isInteger(v)) };
    }
    if (values.length && values.every((v) => typeof v === "string" && /^\d{4}-\d\d(-\d\d)?$/.test(v))) {
      return { ...column, kind: "day" as Kind, grain: values.some((v) => String(v).length === 7) ? "month" as Grain : "day" as Grain };
    }
    const long = values.filter((v) => words(v).length > 60).length;
    const text = !values.length || long > values.length / 5 || values.some((v) => /^https?:/.test(words(v)));
    return { ...column, kind: text ? "text" as Kind : "name" as Kind };
  });
}

// words writes a value as a person reads it: an entity by its name.
export function words(v: unknown): string {
  if (isEmpty(v)) return "";
  if (Array.isArray(v)) return v.map(words).join(", ");
  if (typeof v === "object") return JSON.stringify(v);
  const id = /^<[a-z]+:(.+)>$/.exec(String(v));
  return id ? id[1].replaceAll("_", " ") : String(v);
}

// planOf chooses what to draw of rows; undefined where there is nothing to count.
export function planOf(names: string[], rows: Row[], choice: Choice): Plan | undefined {
  const columns = columnsOf(names, rows);
  const xs = columns.filter((c) => c.kind === "day" || (c.kind === "name" && c.distinct > 1));
  const ys = columns.filter((c) => c.kind === "number" && c.name !== "path" && c.name !== "step");
  if (rows.length < 2 || !xs.length) return undefined;
  const x = xs.find((c) => c.name === choice.x) ?? defaultX(xs, ys, rows.length);
  if (!x) return undefined;
  // Rows that are figures of one thing each are drawn by their figure; others are counted.
  const figures = x.kind === "day" ? x.grain === "month" : x.distinct > 0.8 * rows.length;
  const y = choice.y === counted ? undefined : ys.find((c) => c.name === choice.y) ?? (figures ? ys[0] : undefined);
  const bys = columns.filter((c) => c.kind === "name" && c.distinct > 1 && c.distinct <= 40 && c !== x);
  const by = y && !y.whole ? undefined : bys.find((c) => c.name === choice.by);
  const plan: Plan = { x, y, by, xs, ys, bys, series: [], buckets: [], others: 0, left: 0 };
  const filled = rows.filter((r) => !isEmpty(r[x.name]) && (x.kind !== "day" || !Number.isNaN(date(String(r[x.name])).getTime())));
  if (!filled.length) return undefined;
  plan.left = rows.length - filled.length;
  if (by) {
    const size = new Map<string, number>();
    for (const r of filled) size.set(words(r[by.name]), (size.get(words(r[by.name])) ?? 0) + measure(r, y));
    plan.series = [...size].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([name]) => name);
    if (plan.series.length > maxSeries) plan.series = [...plan.series.slice(0, maxSeries - 1), "other"];
  }
  if (x.kind === "day") stretches(plan, filled);
  else byName(plan, filled);
  return plan;
}

// defaultX prefers time, where rows are of several days; then what has figures; then what rows have in common.
function defaultX(xs: Column[], ys: Column[], rows: number): Column | undefined {
  const day = xs.find((c) => c.kind === "day" && c.distinct > 1);
  if (day) return day;
  const names = xs.filter((c) => c.kind === "name");
  if (ys.length) return names[0];
  const shared = names.filter((c) => c.distinct <= 0.8 * rows);
  return shared.sort((a, b) => a.distinct - b.distinct)[0] ?? xs[0];
}

const measure = (r: Row, y?: Column): number => (y ? Number(r[y.name] ?? 0) : 1);

// fill counts the rows of a bucket.
function fill(p: Plan, b: Bucket): void {
  const sum = b.rows.reduce((n, r) => n + measure(r, p.y), 0);
  b.value = p.y && !p.y.whole && b.rows.length ? sum / b.rows.length : sum;
  b.parts = p.series.map(() => 0);
  if (!p.by) return;
  for (const r of b.rows) {
    const i = p.series.indexOf(words(r[p.by.name]));
    b.parts[i < 0 ? p.series.length - 1 : i] += measure(r, p.y);
  }
}

function byName(p: Plan, rows: Row[]): void {
  const found = new Map<string, Bucket>();
  for (const r of rows) {
    const key = words(r[p.x.name]);
    const b = found.get(key) ?? { key, label: key, value: 0, parts: [], rows: [] };
    b.rows.push(r);
    found.set(key, b);
  }
  const all = [...found.values()];
  for (const b of all) fill(p, b);
  all.sort((a, b) => b.value - a.value || a.label.localeCompare(b.label));
  p.buckets = all.slice(0, maxBars);
  p.others = all.length - p.buckets.length;
}

const dayWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const monthWords = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

// date is the first day of a stretch of time, whose key is the beginning of a day.
const date = (key: string): Date => new Date((key + "-01-01").slice(0, 10) + "T00:00:00Z");

function label(key: string, grain: Grain): string {
  const d = date(key);
  if (grain === "year" || Number.isNaN(d.getTime())) return key;
  return (grain === "month" ? monthWords : dayWords).format(d);
}

function next(key: string, grain: Grain): string {
  const d = date(key);
  if (grain === "year") d.setUTCFullYear(d.getUTCFullYear() + 1);
  else if (grain === "month") d.setUTCMonth(d.getUTCMonth() + 1);
  else d.setUTCDate(d.getUTCDate() + 1);
  return d.toISOString().slice(0, cut[grain]);
}

const cut: Record<Grain, number> = { year: 4, month: 7, day: 10 };

// stretches makes buckets of days, months or years, as long as the whole takes, and leaves none out.
function stretches(p: Plan, rows: Row[]): void {
  const keys = rows.map((r) => String(r[p.x.name])).sort();
  const first = keys[0], last = keys[keys.length - 1];
  const days = (date(last).getTime() - date(first).getTime()) / 86_400_000;
  p.time = Number.isNaN(days) || days > 31 * maxStretches ? "year" : p.x.grain === "month" || days > 45 ? "month" : "day";
  const grain = p.time, length = cut[grain];
  const found = new Map<string, Bucket>();
  const end = last.slice(0, length);
  for (let key = first.slice(0, length), n = 0; key <= end && n < 400; key = next(key, grain), n++) {
    found.set(key, { key, label: label(key, grain), value: 0, parts: [], rows: [] });
  }
  for (const r of rows) {
    const b = found.get(String(r[p.x.name]).slice(0, length));
    if (b) b.rows.push(r);
    else p.left++;
  }
  p.buckets = [...found.values()];
  for (const b of p.buckets) fill(p, b);
}

// measureName is what the bars show, in words.
export function measureName(p: Plan): string {
  return p.y ? (p.y.whole ? p.y.name : `average ${p.y.name}`) : "rows";
}

// ticks are round numbers from 0 to most, about n of them.
export function ticks(most: number, n: number, whole: boolean): number[] {
  if (!(most > 0)) return [0];
  const rough = most / n, power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999) ?? 10 * power;
  if (whole) step = Math.max(1, Math.round(step));
  const out = [0];
  while (out.length * step <= most * (1 + 1e-9)) out.push(Number((out.length * step).toPrecision(12)));
  return out;
}
