// What is said of an entity, by day.
import { api } from "./api";
import { badge, claimCard, triple } from "./claims";
import { day, h, plural, replace, say } from "./dom";
import { growing } from "./panel";
import { type State, filterParams, go, state } from "./state";
import type { Claim, Timeline } from "./types";

const monthName = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

export async function showTimeline(box: HTMLElement, id: string, name: string, s: State, signal: AbortSignal): Promise<void> {
  const key = JSON.stringify([id, s.filters]);
  if (box.dataset.timeline === key && box.querySelector(".timeline")) return;
  box.dataset.timeline = key;
  const t = await api.timeline({ ...filterParams(s.filters), entity: id, limit: 100 }, signal);
  if (signal.aborted || box.dataset.view !== "timeline") return;
  replace(box, h("div", { class: "timeline scroll", tabindex: "0", role: "region", "aria-label": "Timeline" },
    h("h2", null, name), h("p", { class: "soft" }, plural(t.total, "claim") + (t.exact ? "" : " or more"), t.undated ? `, ${t.undated} of no day` : ""),
    chart(t), days(t)));
  say(`Timeline of ${name}: ${plural(t.total, "claim")}`);
}

// chart shows how much is said each month, and opens a month.
function chart(t: Timeline): HTMLElement | null {
  if (t.months.length < 2) return null;
  const most = Math.max(...t.months.map((m) => m.claims));
  const shown = t.months.slice(-72), many = shown.length > 16;
  let named = -2;
  return h("ol", { class: "months" + (many ? " many" : ""), "aria-label": "Claims by month" }, shown.map((m, i) => {
    const [year, month] = m.month.split("-").map(Number);
    // A year is named at its first month, where the year before leaves room.
    const first = (i === 0 || !shown[i - 1].month.startsWith(String(year))) && i - named > 1;
    if (first) named = i;
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const text = monthName.format(new Date(Date.UTC(year, month - 1, 1)));
    return h("li", null, h("button", {
      type: "button", class: "plain", title: `${text}: ${plural(m.claims, "claim")}`,
      onclick: () => go({ filters: { ...state().filters, from: `${m.month}-01`, to: `${m.month}-${String(last).padStart(2, "0")}` } }),
    }, h("span", { class: "column h" + Math.max(1, Math.round((20 * m.claims) / most)), "aria-hidden": "true" }), h("span", { class: "soft" }, many ? (first ? String(year) : "\u00a0") : text),
      h("span", { class: "hidden" }, ` ${text}: ${plural(m.claims, "claim")}`)));
  }));
}

function days(t: Timeline): HTMLElement {
  let last: string | undefined;
  return growing(t, (c: Claim) => {
    const head = (c.day ?? "") !== last ? h("h3", null, c.day ? day(c.day) : "Of no day") : null;
    last = c.day ?? "";
    const more = h("div", { hidden: true });
    const button = h("button", { class: "plain sentence", type: "button", "aria-expanded": "false" }, c.sentence);
    button.addEventListener("click", () => {
      if (!more.childElementCount) more.append(claimCard(c));
      more.hidden = !more.hidden;
      button.setAttribute("aria-expanded", String(!more.hidden));
    });
    return h("div", { class: "moment" }, head, h("p", null, triple(c), " ", c.status === "fact" ? null : badge(c.status)), button, more);
  });
}
