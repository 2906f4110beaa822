// A dialog above the page; it gives the focus back when it closes.
import { append, h, icon, say } from "./dom";

export interface Dialog { root: HTMLDialogElement; body: HTMLElement; close: () => void }

let made = 0;

// openDialog shows one; it goes when it is closed, by Escape too.
export function openDialog(title: string, options: { wide?: boolean } = {}): Dialog {
  const id = `dialog-${++made}`;
  const body = h("div", { class: "body" });
  const root = h("dialog", { "aria-labelledby": id, class: options.wide ? "wide" : null });
  const close = () => root.close();
  append(root, [h("header", null, h("h2", { id }, title), h("button", { class: "plain", type: "button", "aria-label": "Close", onclick: close }, icon("close"))), body]);
  root.addEventListener("close", () => root.remove());
  root.addEventListener("keydown", (e) => {
    e.stopPropagation(); // Escape is for the dialog, not for what is below it
    if (e.key === "Escape" && !e.defaultPrevented) {
      e.preventDefault();
      close();
    }
  });
  document.body.append(root);
  root.showModal();
  return { root, body, close };
}

// toast says something for a while.
export function toast(text: string): void {
  document.querySelector(".toast")?.remove();
  const t = h("div", { class: "toast" }, text);
  document.body.append(t);
  say(text);
  setTimeout(() => t.remove(), 6000);
}
