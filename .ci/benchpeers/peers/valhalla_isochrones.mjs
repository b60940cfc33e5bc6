// Isochrones by Valhalla: builds tiles of an extract and asks for the polygons
// around every origin, one after another.
//
//   node valhalla_isochrones.mjs FOLDER PACKAGES
//
// FOLDER holds task.json; answers are written there. PACKAGES is the folder with
// node_modules.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const [folder, packages] = process.argv.slice(2);
const require = createRequire(join(packages, 'package.json'));
const task = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8'));
const cli = join(packages, 'node_modules/@valhallajs/valhallajs/bin/valhalla-cli.js');
const tiles = join(folder, 'tiles');
mkdirSync(tiles, { recursive: true });

const run = (...args) => execFileSync(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
const config = JSON.parse(run('build_config', '--mjolnir-tile-dir', tiles).toString());
// Without the extract of tiles (a tar) Valhalla reads its folder. Log lines would
// be part of what is measured.
delete config.mjolnir.tile_extract;
config.mjolnir.logging = { type: '' };
for (const part of ['loki', 'thor', 'odin', 'meili']) if (config[part]?.logging) config[part].logging = { type: '' };
const file = join(folder, 'valhalla.json');
writeFileSync(file, JSON.stringify(config));
const began = performance.now();
run('build_tiles', '-c', file, task.extract);
const prepared = performance.now() - began;

const { Actor } = require('@valhallajs/valhallajs');
const actor = await Actor.fromConfigFile(file);
const answers = [];
for (const minutes of task.minutes) {
  for (const [lon, lat] of task.origins) {
    // A string goes in and a string comes out: nothing is parsed that a server would pass on.
    const query = JSON.stringify({
      locations: [{ lat, lon }], costing: 'pedestrian', polygons: true,
      costing_options: { pedestrian: { walking_speed: task.speed_kmh } },
      contours: minutes.map((time) => ({ time })),
    });
    let geojson = await actor.isochrone(query);
    const took = [];
    for (let i = 0; i < task.runs; i++) {
      const start = performance.now();
      geojson = await actor.isochrone(query);
      took.push(performance.now() - start);
    }
    answers.push({ took_ms: took, geojson });
  }
}
writeFileSync(join(folder, 'valhalla.out.json'), JSON.stringify({ prepared_ms: prepared, answers }));
