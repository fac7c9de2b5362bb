// Brotli and gzip beside every built file, for WhiteNoise to serve whichever the browser takes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const folder = new URL('../dist/assets/', import.meta.url)
for (const name of readdirSync(folder).filter((one) => /\.(js|css|svg)$/.test(one))) {
  const file = new URL(name, folder)
  const content = readFileSync(file)
  writeFileSync(new URL(`${name}.br`, folder), brotliCompressSync(content))
  writeFileSync(new URL(`${name}.gz`, folder), gzipSync(content, { level: 9 }))
}
