// Copies the libraries that the C API of llama.cpp needs out of node_modules and lists their digests.
// Usage, in the folder that holds node_modules: node pack.mjs <name of the set> <output directory>
//
// Writes <output>/<name of the set>/{libraries, LICENSE, natives.properties}. The list is sorted and carries no time
// and no path, so the same packages give the same bytes.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// What a whole llama.cpp without a GPU is made of.
const whole = [
  { name: /^libllama\.v[0-9.]+\.so$/, least: 1, most: 1 },
  { name: /^libggml\.v[0-9.]+\.so$/, least: 1, most: 1 },
  { name: /^libggml-base\.so$/, least: 1, most: 1 },
  { name: /^libggml-cpu-[a-z0-9_.]+\.so$/, least: 1, most: 99 },
];

// The library that a GPU backend adds to a whole one. It is loaded into the llama.cpp of the platform's own set, which
// must be of the same build: told by the library that both packages hold.
const backend = (name) => ({
  libraries: [{ name: new RegExp(`^libggml-${name}\\.so$`), least: 1, most: 1 }],
  requires: "libggml-base.so",
});

// The sets by their names: os and architecture as Java code names them, then the GPU backend. Each is the folder in the
// jar and, except for the first, the jar's classifier.
const sets = {
  "linux-x86_64": { npm: "@node-llama-cpp/linux-x64", bin: "bins/linux-x64", libraries: whole },
  "linux-aarch64": { npm: "@node-llama-cpp/linux-arm64", bin: "bins/linux-arm64", libraries: whole },
  "linux-x86_64-vulkan": {
    npm: "@node-llama-cpp/linux-x64-vulkan",
    bin: "bins/linux-x64-vulkan",
    ...backend("vulkan"),
  },
  "linux-x86_64-cuda": { npm: "@node-llama-cpp/linux-x64-cuda", bin: "bins/linux-x64-cuda", ...backend("cuda") },
};

const [name, output] = process.argv.slice(2);
if (!Object.hasOwn(sets, name)) {
  throw new Error(`a set of libraries is one of ${Object.keys(sets)}: set=${name}`);
}
const { npm, bin, libraries, requires } = sets[name];
const from = join("node_modules", npm);
const to = join(output, name);
const { version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
const found = readdirSync(join(from, bin));
const files = libraries.flatMap((library) => {
  const matching = found.filter((file) => library.name.test(file));
  if (matching.length < library.least || matching.length > library.most) {
    throw new Error(`${npm}@${version} must hold ${library.least} to ${library.most} of ${library.name}: found=${matching}`);
  }
  return matching;
});
const bytesOf = (file) => readFileSync(join(from, bin, file));
const digestOf = (bytes) => createHash("sha256").update(bytes).digest("hex");

rmSync(output, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
copyFileSync(join(from, "LICENSE"), join(to, "LICENSE"));
const list = [`package=${npm}`, `version=${version}`];
if (requires) {
  list.push(`requires.${requires}=${digestOf(bytesOf(requires))}`);
}
for (const file of files.sort()) {
  const bytes = bytesOf(file);
  writeFileSync(join(to, file), bytes);
  list.push(`file.${file}=${digestOf(bytes)}`);
}
writeFileSync(join(to, "natives.properties"), list.join("\n") + "\n");
