// What the pointer does on the map: a hint for what lies under it, and where the
// planner asked for it, how far one gets from where it is clicked.

import type { GeoJSONSource, MapMouseEvent } from 'maplibre-gl';
import { clickable } from './basemap.ts';
import type { Canvas } from './canvas.ts';
import type { Scene } from './scene.ts';
import type { FacilityProperties } from './types.ts';
import { cellHint } from './views/completeness.ts';
import { facilityHint } from './views/facilities.ts';

export function followPointer(canvas: Canvas, scene: () => Scene, pick: (point: [number, number]) => void): void {
  const { map } = canvas;
  if (!map) return;
  const hover = (e: MapMouseEvent) => {
    const layers = clickable.filter((id) => map.getLayer(id));
    const under = map.queryRenderedFeatures(e.point, { layers: [...layers] })[0];
    const cell = under?.layer.id === 'cells' ? String(under.properties['cell']) : '';
    map.setFilter('cells-chosen', ['==', ['get', 'cell'], cell]);
    map.getCanvas().style.cursor = under && !scene().state.picking ? 'pointer' : '';
    if (!under) return canvas.hint(null);
    const what = cell ? cellHint(cell, scene()) : facilityHint(under.properties as FacilityProperties, scene());
    const at = under.geometry.type === 'Point' ? (under.geometry.coordinates as [number, number]) : e.lngLat;
    if (what) canvas.hint(at, what);
  };
  // Before the style is loaded there is nothing under the pointer.
  const loaded = (then: (e: MapMouseEvent) => void) => (e: MapMouseEvent) => {
    if (map.getSource<GeoJSONSource>('facilities')) then(e);
  };
  map.on('mousemove', loaded(hover));
  map.on('mouseout', () => canvas.hint(null));
  map.on('click', loaded((e) => {
    if (scene().state.picking) pick([e.lngLat.lng, e.lngLat.lat]);
    else hover(e);
  }));
}
