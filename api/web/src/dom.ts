// Makes elements. Text is always text: nothing that the data says is read as markup.

export type Child = Node | string | null | false;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) e.setAttribute(name, '');
    else if (value !== false) e.setAttribute(name, value);
  }
  fill(e, ...children);
  return e;
}

/** Replaces what an element holds. */
export function fill(e: Element, ...children: Child[]): void {
  e.replaceChildren(...children.filter((c): c is Node | string => c !== null && c !== false));
}

/**
 * Makes part of the page anew and leaves the focus on the element of the same id, so
 * that whoever works with the keyboard is not thrown out.
 */
export function refill(e: Element, ...children: Child[]): void {
  const focused = document.activeElement?.id;
  fill(e, ...children);
  if (focused && document.activeElement?.id !== focused) e.querySelector<HTMLElement>(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
}

export function byId(id: string): HTMLElement {
  const e = document.getElementById(id);
  if (!e) throw new Error(`the page has no #${id}`);
  return e;
}
