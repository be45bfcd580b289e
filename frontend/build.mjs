// Bundles every file directly under frontend/src into fangwei/ui/static/dist. One entry, one bundle, no CDN.
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const target = join(here, "..", "fangwei", "ui", "static", "dist");

const entries = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.d\.ts$/.test(entry.name))
  .map((entry) => join(source, entry.name));

rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: entries,
  outdir: target,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  format: "esm",
  target: ["chrome90", "firefox90", "safari15"],
  logLevel: "warning",
});
