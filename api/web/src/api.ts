// Asks the API of the server that the page came from.

import type { Lang } from './state.ts';

/** An answer that is none: what the server says of it (problem+json), or why it is silent. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** How long to wait before asking again, 0 when that would not help. */
    readonly retryAfter = 0,
    readonly kind = '',
  ) {
    super(detail || title);
  }

  /** The dataset is still being made ready. */
  get notReady(): boolean {
    return this.kind.endsWith(':not-ready');
  }
}

/** One question. A signal that aborts it makes it fail with an AbortError. */
export async function ask<T>(path: string, params: Record<string, string>, lang: Lang, signal: AbortSignal): Promise<T> {
  const query = new URLSearchParams({ ...params, lang });
  let response: Response;
  try {
    response = await fetch(`${path}?${query}`, { signal, headers: { Accept: 'application/json, application/geo+json;q=0.9' } });
  } catch (err) {
    if (isAbort(err)) throw err;
    throw new Problem(0, '', '');
  }
  if (response.ok) return (await response.json()) as T;
  const told = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; type?: string };
  throw new Problem(response.status, told.title ?? response.statusText, told.detail ?? '',
    Number(response.headers.get('Retry-After') ?? 0), told.type ?? '');
}

export function isAbort(err: unknown): boolean {
  return err instanceof DOMException && err.name === 'AbortError';
}

/** The path of a question about a town, a cluster of towns, or all. */
export function townPath(code: string, what: string): string {
  return `/v1/towns/${encodeURIComponent(code).replaceAll('%2C', ',')}/${what}`;
}

/** Waits, unless the signal aborts first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('superseded', 'AbortError'));
    }, { once: true });
  });
}
