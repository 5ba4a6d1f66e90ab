// The streams of a compound file by path, as npm's cfb reads them: node read_cfb.mjs CACHE FILE
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [cache, file] = process.argv.slice(2);
const cfb = createRequire(`${cache}/`)("cfb");
const { FileIndex, FullPaths } = cfb.read(readFileSync(file), { type: "buffer" });
const streams = FileIndex.flatMap((entry, place) =>
  entry.type === 2 ? [[FullPaths[place].replace("Root Entry/", ""), Buffer.from(entry.content ?? []).toString("base64")]] : []);
console.log(JSON.stringify(Object.fromEntries(streams)));
