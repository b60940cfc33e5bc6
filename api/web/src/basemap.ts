// What lies under the results: the dataset's own units. There are no tiles, and no
// glyphs URL: without one MapLibre draws every letter from the fonts of the machine.

import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { FeatureCollection } from 'geojson';
import { palette } from './palette.ts';

export const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The sources, in the order in which they are drawn. */
export const sources = ['towns', 'villages', 'radii', 'parks', 'coverage', 'cells', 'isochrones', 'greenways', 'facilities', 'labels', 'point'] as const;
export type Source = (typeof sources)[number];

const font = ['sans-serif'];
/** From which zoom on the villages, and the names of facilities, are shown. */
const villageZoom = 11.5;
const nameZoom = 13.5;

export const clickable = ['facilities', 'cells'] as const;

const layers: LayerSpecification[] = [
  { id: 'paper', type: 'background', paint: { 'background-color': palette.paper } },
  { id: 'towns', type: 'fill', source: 'towns', paint: { 'fill-color': palette.town, 'fill-opacity': ['case', ['get', 'chosen'], 1, 0.45] } },
  { id: 'villages', type: 'line', source: 'villages', minzoom: villageZoom, paint: { 'line-color': palette.villageLine, 'line-width': 0.8 } },

  { id: 'radii', type: 'fill', source: 'radii', paint: { 'fill-color': palette.radius, 'fill-opacity': 0.12 } },
  { id: 'radii-line', type: 'line', source: 'radii', paint: { 'line-color': palette.radius, 'line-width': 1, 'line-dasharray': [3, 2] } },
  { id: 'parks', type: 'fill', source: 'parks', paint: {
    'fill-color': ['match', ['get', 'kind'], 'residential_covered', palette.residentialCovered, palette.residentialUncovered], 'fill-opacity': 0.75 } },

  { id: 'coverage', type: 'fill', source: 'coverage', paint: { 'fill-color': palette.covered, 'fill-opacity': 0.3 } },
  { id: 'coverage-line', type: 'line', source: 'coverage', paint: { 'line-color': palette.covered, 'line-width': 1.4 } },

  { id: 'cells', type: 'fill', source: 'cells', paint: { 'fill-opacity': 0.85, 'fill-color': ['get', 'colour'] } },
  { id: 'cells-line', type: 'line', source: 'cells', minzoom: 10, paint: { 'line-color': '#7a4a12', 'line-opacity': 0.35, 'line-width': 0.6 } },
  { id: 'cells-chosen', type: 'line', source: 'cells', filter: ['==', ['get', 'cell'], ''], paint: { 'line-color': palette.ink, 'line-width': 2.2 } },

  { id: 'isochrones', type: 'fill', source: 'isochrones', paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.28 } },
  { id: 'isochrones-line', type: 'line', source: 'isochrones', paint: { 'line-color': ['get', 'colour'], 'line-width': 1.6 } },

  { id: 'towns-line', type: 'line', source: 'towns', layout: { 'line-join': 'round' }, paint: { 'line-color': palette.townLine, 'line-width': 1 } },
  { id: 'towns-chosen', type: 'line', source: 'towns', filter: ['get', 'chosen'], layout: { 'line-join': 'round' },
    paint: { 'line-color': palette.townChosen, 'line-width': 1.8 } },

  greenway('planned', palette.planned, 2.2, [2, 1.5]),
  greenway('connector', palette.connector, 1.8, [0.8, 1.2]),
  greenway('built', palette.built, 3.2),

  { id: 'facilities', type: 'circle', source: 'facilities', paint: {
    'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 2.5, 12, 4.5, 15, 7],
    'circle-color': ['case', ['get', 'counts'], palette.facility, '#ffffff'],
    'circle-stroke-color': ['case', ['get', 'counts'], '#ffffff', palette.notCounted],
    'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 12, 1.5] } },
  { id: 'facilities-name', type: 'symbol', source: 'facilities', minzoom: nameZoom, layout: {
    'text-field': ['coalesce', ['get', 'name'], ''], 'text-font': font, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 0.7], 'text-max-width': 9 },
    paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 } },
  { id: 'villages-name', type: 'symbol', source: 'labels', minzoom: villageZoom, filter: ['==', ['get', 'level'], 'village'], layout: {
    'text-field': ['get', 'label'], 'text-font': font, 'text-size': 11.5, 'text-padding': 6 },
    paint: { 'text-color': '#6d675c', 'text-halo-color': palette.halo, 'text-halo-width': 1.3 } },
  { id: 'towns-name', type: 'symbol', source: 'labels', filter: ['==', ['get', 'level'], 'town'], layout: {
    'text-field': ['get', 'label'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 8, 12, 12, 16], 'text-padding': 4 },
    paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 2 } },
  { id: 'point', type: 'circle', source: 'point', paint: {
    'circle-radius': 6, 'circle-color': palette.isochrone[0], 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 } },
];

function greenway(kind: string, colour: string, width: number, dash?: number[]): LayerSpecification {
  return { id: `greenways-${kind}`, type: 'line', source: 'greenways', filter: ['==', ['get', 'kind'], kind], layout: { 'line-cap': dash ? 'butt' : 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': width, ...(dash ? { 'line-dasharray': dash } : {}) } };
}

export function basemap(): StyleSpecification {
  return {
    version: 8,
    sources: Object.fromEntries(sources.map((id) => [id, { type: 'geojson', data: nothing, attribution: '' }])),
    layers,
  };
}
