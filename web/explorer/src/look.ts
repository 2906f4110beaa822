// Colours and words for classes and statuses.
import type { Status } from "./types";

export type Kind = "person" | "body" | "place" | "event" | "thing";

const kinds: Record<string, Kind> = {
  Person: "person", Group: "person", People: "person",
  Organization: "body", Company: "body", PublicBody: "body", Court: "body", Party: "body", ArmedGroup: "body",
  InternationalBody: "body", MediaOutlet: "body", School: "body", Team: "body",
  Place: "place", Country: "place", Region: "place", City: "place", Facility: "place",
  Event: "event", Conflict: "event", Election: "event", Meeting: "event",
};

export const kindOf = (cls: string | undefined): Kind => kinds[cls ?? ""] ?? "thing";

export const kindLabels: Record<Kind, string> = { person: "people", body: "organizations", place: "places", event: "events", thing: "other" };

export const statusLabels: Record<Status, string> = {
  fact: "fact", stated: "stated", reported: "reported", intended: "planned or wanted", uncertain: "uncertain", denied: "denied",
};

export const statusHelp: Record<Status, string> = {
  fact: "the article says so itself",
  stated: "the article says so, but not of two names, or the reading is not sure enough for a fact",
  reported: "somebody says so",
  intended: "it is planned or wanted",
  uncertain: "it is possible, or depends on something",
  denied: "the text says that it is not so",
};

export const statuses = Object.keys(statusLabels) as Status[];

const labels = new Map<string, string>();

// name a class as the schema does.
export const setClassLabels = (list: { id: string; label: string }[]): void => { for (const c of list) labels.set(c.id, c.label); };
export const classLabel = (id: string | undefined): string => (id ? labels.get(id) ?? id : "");

// css reads a colour of the style sheet, and remembers it until the theme changes.
const read = new Map<string, string>();
export function css(name: string): string {
  let v = read.get(name);
  if (v === undefined) {
    v = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    read.set(name, v);
  }
  return v;
}
export const forgetColours = (): void => read.clear();

// said is a link in words: a denied one must not read as if it held.
export function said(label: string, status: Status): string {
  switch (status) {
    case "denied": return "not: " + label;
    case "reported": return label + " (said)";
    case "intended": return label + " (planned)";
    case "uncertain": return label + " (?)";
    default: return label;
  }
}
