// The drawn map. Where the browser cannot draw one (no WebGL), it draws nothing and
// says so; the figures do not depend on it.

import * as maplibregl from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
// MapLibre looks for its worker beside its own module, where a bundle has none: the
// bundler is told to emit it, and MapLibre where it lies.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { FeatureCollection } from 'geojson';
import { basemap, nothing, type Source } from './basemap.ts';
import type { Box } from './bounds.ts';
import type { View } from './state.ts';

maplibregl.setWorkerUrl(workerUrl);

export class Canvas {
  readonly map: maplibregl.Map | null;
  private readonly loaded: Promise<void>;
  private readonly popup: maplibregl.Popup;

  constructor(container: HTMLElement) {
    this.popup = new maplibregl.Popup({ closeButton: false, closeOnClick: false, maxWidth: '300px', className: 'hint' });
    let map: maplibregl.Map | null = null;
    try {
      map = new maplibregl.Map({
        container, style: basemap(), attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
        renderWorldCopies: false, center: [105, 35], zoom: 3, maxZoom: 19,
      });
    } catch {
      // Without WebGL there is no map to make.
    }
    this.map = map;
    this.loaded = new Promise((resolve) => (map ? map.once('load', () => resolve()) : resolve()));
    if (map) {
      map.touchZoomRotate.disableRotation();
      map.keyboard.disableRotation();
      map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
      map.addControl(new maplibregl.ScaleControl({ maxWidth: 110 }), 'bottom-right');
    }
  }

  /** Draws what a source holds from now on. */
  async set(source: Source, data: FeatureCollection): Promise<void> {
    await this.loaded;
    (this.map?.getSource(source) as maplibregl.GeoJSONSource | undefined)?.setData(data);
  }

  async clear(...list: Source[]): Promise<void> {
    this.hint(null);
    await Promise.all(list.map((s) => this.set(s, nothing)));
  }

  async fit(box: Box, animate: boolean): Promise<void> {
    await this.loaded;
    this.map?.fitBounds(box, { padding: 36, animate, duration: 600, maxZoom: 15 });
  }

  async look(view: View): Promise<void> {
    await this.loaded;
    this.map?.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
  }

  view(): View | null {
    if (!this.map) return null;
    const c = this.map.getCenter();
    return { lon: c.lng, lat: c.lat, zoom: this.map.getZoom() };
  }

  /** Shows a hint at a place, or none. */
  hint(at: maplibregl.LngLatLike | null, what?: Node): void {
    if (!this.map || !at || !what) {
      this.popup.remove();
      return;
    }
    this.popup.setLngLat(at).setDOMContent(what).addTo(this.map);
  }
}
