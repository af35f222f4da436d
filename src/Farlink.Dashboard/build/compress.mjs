// Compresses the files of the page: node compress.mjs FROM TO. One .br for each; what is there of an earlier build goes.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error("usage: node compress.mjs FROM TO");

/** What all files together may come to, compressed: docs/ARCHITECTURE.md, "Named limits". */
const mostOctets = 200 * 1024;

function filesBelow(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

rmSync(to, { recursive: true, force: true });
let octets = 0;
for (const path of filesBelow(from)) {
  if (path.endsWith(".map")) continue;
  const content = readFileSync(path);
  const packed = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const target = `${join(to, relative(from, path))}.br`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, packed);
  octets += packed.length;
}
if (octets > mostOctets) throw new Error(`the page has ${octets} octets compressed, more than ${mostOctets}`);
