// Bundles each live screen, and each page's script, into static/build/<name>.js; with --test, bundles and runs src/**/*.test.ts(x) instead.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const sources = join(here, "src");
const output = join(here, "..", "static", "build");

const common = {
  bundle: true,
  target: "es2018", // old WebViews; tsconfig.json says the same
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "utf8",
  logLevel: "warning",
};

async function buildScreens() {
  const entries = [
    ...["wall", "phone", "chair", "record"].map((name) => ({ in: join(sources, "screens", `${name}.tsx`), out: name })),
    // Pages work without these: report is the form of a report, cover the brush over its photos, sort the keys for sorting.
    ...["report", "cover", "sort"].map((name) => ({ in: join(sources, "pages", `${name}.ts`), out: name })),
  ].filter((entry) => existsSync(entry.in));
  // A screen that was renamed must not live on as an old file.
  rmSync(output, { recursive: true, force: true });
  if (entries.length === 0) return;
  await build({
    ...common,
    entryPoints: entries,
    outdir: output,
    format: "iife",
    minify: true,
    sourcemap: "external", // kept for debugging; a phone never asks for it
    define: { "process.env.NODE_ENV": '"production"' },
  });
  for (const { out: name } of entries) {
    const size = gzipSync(readFileSync(join(output, `${name}.js`)), { level: 9 }).length;
    console.log(`  static/build/${name}.js  ${(size / 1024).toFixed(1)} KiB gzipped`);
  }
}

async function runTests() {
  const tests = readdirSync(sources, { recursive: true }).filter((file) => /\.test\.tsx?$/.test(file));
  if (tests.length === 0) return 0;
  const folder = mkdtempSync(join(tmpdir(), "deliberation-frontend-"));
  try {
    await build({
      ...common,
      target: "node20",
      platform: "node",
      format: "cjs",
      entryPoints: tests.map((file) => join(sources, file)),
      outbase: sources,
      outdir: folder,
      outExtension: { ".js": ".cjs" },
      sourcemap: "inline",
    });
    const files = tests.map((file) => join(folder, relative(".", file).replace(/\.tsx?$/, ".cjs")));
    const options = ["--enable-source-maps", "--test", "--test-reporter=spec"];
    const run = spawnSync(process.execPath, [...options, ...files], { stdio: "inherit" });
    return run.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv.includes("--test")) process.exitCode = await runTests();
else await buildScreens();
