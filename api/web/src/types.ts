// The shapes of the API's answers, as far as the map reads them. A figure that the
// server does not know is null, never 0.

import type { Feature, FeatureCollection, Geometry, LineString, MultiLineString, Point } from 'geojson';

export type Known = number | null;

export interface Dataset {
  version: string;
  date: string | null;
  title: string | null;
  notice: string | null;
  extent: [number, number, number, number] | null;
  levels: Record<string, number>;
  attribution: string[];
  sources: { name: string; license: string | null; attribution: string | null; date: string | null }[];
}

export interface Named {
  id: string;
  zh: string;
  en: string;
}

export interface Category extends Named {
  code?: string;
  family: string;
  generic?: boolean;
  facilities: number;
}

export interface Mode extends Named {
  speed_kmh?: number;
}

export interface Circle extends Named {
  minutes: number;
  mode: string;
  metric: string;
  limit_m?: number;
  limit_s?: number;
  origin: string;
  requirement_set?: string;
  available: boolean;
  why?: string;
}

export interface Requirement {
  id: string;
  any_of: string[];
  at_least?: number;
  where?: Record<string, string>;
}

export interface RequirementSet extends Named {
  requirements: Requirement[];
}

export interface ParkRule extends Named {
  bands: { min_area_m2: number; radius_m: number }[];
  target?: number;
}

export interface UnitProperties {
  code: string;
  name: string | null;
  name_en: string | null;
  level: string;
  population: Known;
  population_reason?: string;
  area_km2: Known;
  seat?: [number, number];
  data_box?: boolean;
}

export interface Method {
  mode?: string;
  metric?: string;
  circle?: string;
  limit_rule?: string;
  leg_factor?: number;
  tolerance_m?: number;
  note?: string;
  source?: string;
  verified?: boolean;
  profile_version: string;
}

export interface Collection<P, G extends Geometry | null = Geometry | null> extends FeatureCollection<G, P> {
  dataset: { version: string; date: string | null };
  method?: Method;
}

export interface CoverageProperties {
  unit: string;
  name: string | null;
  minutes?: number;
  metres?: number;
  mode: string;
  metric: string;
  origin: string | null;
  population_total: Known;
  population_covered: Known;
  population_share: Known;
  // Of a drawing: who lives inside the polygon, and by what share that is more than counted.
  population_drawn?: Known;
  population_difference_share?: Known;
  residential_m2: Known;
  residential_covered_m2: Known;
  dwellings_total: Known;
  dwellings_covered: Known;
  villages_total: Known;
  villages_covered: Known;
  street_m: Known;
  street_covered_m: Known;
  denominator: string | null;
  share: Known;
  area_m2: Known;
  facilities: Known;
  facilities_inside: Known;
  unplaced_facilities: Known;
  unplaced_population: Known;
  edge_population: Known;
  homes: Known;
  grain_m: Known;
  tolerance_m: Known;
  reason: string | null;
}

/** Figures of completeness: in the denominator's unit, whatever it is. */
export interface Reached {
  total: Known;
  complete: Known;
  reached: Record<string, Known>;
  share: Known;
}

export interface CompletenessSummary extends Reached {
  unit: string;
  name: string | null;
  denominator: string | null;
  mean_missing: Known;
  unplaced_population: Known;
  edge_population: Known;
  homes: Known;
  grain_m: Known;
  resolution: number;
  reason: string | null;
}

export interface CellProperties extends Reached {
  cell: string;
  homes: number;
}

export interface CompletenessAnswer extends Collection<CellProperties> {
  summary: CompletenessSummary;
}

export interface GreenwayAnswer extends Collection<{ kind: string; length_m: Known }, LineString | MultiLineString | null> {
  summary: {
    name: string | null;
    length_km: Known;
    population: Known;
    population_reason?: string;
    km_per_10k: Known;
    planned_km: Known;
    connector_km: Known;
    components: Known;
    components_linked: Known;
    reason: string | null;
  };
}

export interface ServiceRadiusAnswer extends Collection<{ kind: string; area_m2: Known }> {
  summary: {
    name: string | null;
    rule: string;
    rate: Known;
    target?: Known;
    residential_m2: Known;
    residential_covered_m2: Known;
    parks: Known;
    parks_too_small: Known;
    bands: { min_area_m2: number; radius_m: number; parks: number }[];
    reason: string | null;
  };
}

export interface FacilityProperties {
  id: string;
  name: string | null;
  category: string;
  town: string | null;
  status: string;
  counts: boolean;
  unplaced: string | null;
}

export interface ContourProperties {
  minutes?: number;
  mode: string;
  area_m2: Known;
  population: Known;
  link: [number, number] | null;
  link_m: Known;
  reason: string | null;
}

export type Units = Collection<UnitProperties>;
export type Coverage = Collection<CoverageProperties>;
export type Facilities = Collection<FacilityProperties, Point>;
export type Isochrones = Collection<ContourProperties>;
export type AnyFeature = Feature<Geometry | null, unknown>;
