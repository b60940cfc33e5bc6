// What can be asked about: the dataset, its towns, and the profiles.

import { ask, isAbort, pause, Problem } from './api.ts';
import type { Lang, Partly, State } from './state.ts';
import type { Category, Circle, Dataset, Mode, ParkRule, Requirement, RequirementSet, Units, UnitProperties } from './types.ts';

export class Catalogue {
  constructor(
    readonly dataset: Dataset,
    readonly towns: Units,
    readonly categories: Category[],
    readonly circles: Circle[],
    readonly sets: RequirementSet[],
    readonly rules: ParkRule[],
    readonly modes: Mode[],
  ) {}

  category(id: string): Category | undefined {
    return this.categories.find((c) => c.id === id);
  }

  circle(id: string): Circle | undefined {
    return this.circles.find((c) => c.id === id);
  }

  mode(id: string): Mode | undefined {
    return this.modes.find((m) => m.id === id);
  }

  town(code: string): UnitProperties | undefined {
    return this.towns.features.find((f) => f.properties.code === code)?.properties;
  }

  requirements(circle: string): Requirement[] {
    const set = this.circle(circle)?.requirement_set;
    return this.sets.find((s) => s.id === set)?.requirements ?? [];
  }

  /** Whether the towns are several, so that all of them is something else than one. */
  get several(): boolean {
    return this.towns.features.length > 1;
  }

  /** Fills in what an address does not say, or says of something that is not here. */
  settle(said: Partly, lang: Lang): State {
    const has = (list: { id: string }[], id: string | undefined) => (list.some((x) => x.id === id) ? id! : '');
    const offered = this.circles.filter((c) => c.available);
    const town = said.town && (said.town === 'all' || this.town(said.town)) ? said.town : this.largestTown();
    return {
      town,
      category: has(this.categories, said.category) || has(this.categories, 'primary_school') || (this.categories[0]?.id ?? ''),
      circle: has(offered, said.circle) || has(offered, 'c15_town') || (offered[0]?.id ?? ''),
      layer: said.layer ?? 'coverage',
      requirement: said.requirement ?? '',
      rule: has(this.rules, said.rule) || has(this.rules, 'park_2022') || (this.rules[0]?.id ?? ''),
      picking: said.picking ?? false,
      mode: has(this.modes, said.mode) || has(this.modes, 'walk') || (this.modes[0]?.id ?? ''),
      point: said.point ?? null,
      lang: said.lang ?? lang,
      view: said.view ?? null,
    };
  }

  /** One town is where a planner starts, and the largest is a fair first. */
  private largestTown(): string {
    let best: UnitProperties | undefined;
    for (const { properties: u } of this.towns.features) {
      if (!best || (u.population ?? -1) > (best.population ?? -1)) best = u;
    }
    return best?.code ?? 'all';
  }
}

/** Reads the catalogue, and waits while the dataset is being made ready. */
export async function readCatalogue(lang: Lang, signal: AbortSignal, waiting: () => void): Promise<Catalogue> {
  for (;;) {
    try {
      const [dataset, towns, categories, circles, modes] = await Promise.all([
        ask<Dataset>('/v1/dataset', {}, lang, signal),
        ask<Units>('/v1/towns', {}, lang, signal),
        ask<{ categories: Category[] }>('/v1/categories', {}, lang, signal),
        ask<{ circles: Circle[]; requirement_sets: RequirementSet[]; park_rules: ParkRule[] }>('/v1/circles', {}, lang, signal),
        ask<{ modes: Mode[] }>('/v1/modes', {}, lang, signal),
      ]);
      // Circles that start at a seat serve indicators: they cover no homes.
      const ofHomes = circles.circles.filter((c) => c.origin !== 'seat');
      return new Catalogue(dataset, towns, categories.categories, ofHomes, circles.requirement_sets, circles.park_rules, modes.modes);
    } catch (err) {
      if (isAbort(err) || !(err instanceof Problem) || !err.notReady) throw err;
      waiting();
      await pause(Math.min(err.retryAfter || 2, 2) * 1000, signal);
    }
  }
}
