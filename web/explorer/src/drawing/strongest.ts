// Which links of a part of the graph are drawn, where there are too many to be seen.
import type { Link } from "../types";

// strongest leaves out, where nearly all neighbours are linked to each other, the pairs of the fewest claims that no
// expanded entity is in; it gives the number of their links.
export function strongest(all: Link[][], centres: Set<string>, nodes: number): [Link[][], number] {
  const most = Math.max(40, 1.5 * nodes);
  const between = all.filter((links) => !centres.has(links[0].subject) && !centres.has(links[0].object));
  if (!centres.size || between.length <= 2 * most) return [all, 0];
  const claims = (links: Link[]) => links.reduce((n, l) => n + l.claims, 0);
  between.sort((a, b) => claims(b) - claims(a));
  const out = new Set(between.slice(most));
  return [all.filter((links) => !out.has(links)), [...out].reduce((n, links) => n + links.length, 0)];
}
