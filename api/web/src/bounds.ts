// The box around a geometry: west, south, east, north.

import type { Geometry, Position } from 'geojson';

export type Box = [number, number, number, number];

export function boxOf(geometries: (Geometry | null)[]): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const g of geometries) {
    if (g) visit(g, box);
  }
  return box[0] <= box[2] ? box : null;
}

function visit(g: Geometry, box: Box): void {
  if (g.type === 'GeometryCollection') g.geometries.forEach((part) => visit(part, box));
  else grow(g.coordinates, box);
}

function grow(coordinates: Position | Position[] | Position[][] | Position[][][], box: Box): void {
  if (typeof coordinates[0] === 'number') {
    const [lon, lat] = coordinates as Position;
    box[0] = Math.min(box[0], lon!);
    box[1] = Math.min(box[1], lat!);
    box[2] = Math.max(box[2], lon!);
    box[3] = Math.max(box[3], lat!);
    return;
  }
  for (const part of coordinates as Position[][]) grow(part, box);
}

export function centre(box: Box): [number, number] {
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}
