// Writes dist/BUILD: the SHA-256 of every source and of every built file, so that a
// test can tell whether dist/ is what the sources build to.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['index.html', 'package-lock.json', 'package.json', 'src', 'tsconfig.json', 'vite.config.ts'];

function files(path) {
  return statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => files(join(path, name))) : [path];
}

const lines = [...sources, 'dist'].flatMap(files).filter((path) => path !== 'dist/BUILD')
  .map((path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path}\n`);
writeFileSync('dist/BUILD', lines.join(''));
