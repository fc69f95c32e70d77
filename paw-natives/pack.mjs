// Copies the libraries that the C API of llama.cpp needs out of node_modules and lists their digests.
// Usage, in the folder of this file: node pack.mjs <output directory>
//
// For each platform: <output>/<folder>/{libraries, LICENSE, natives.properties}. The list is sorted and carries no time
// and no path, so the same packages give the same bytes.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// One entry per platform: the folder in the jar (os and architecture as Java code names them), the npm package (also a
// dependency in package.json), where its libraries lie, and the libraries to take, each with how many there must be.
const platforms = [
  {
    folder: "linux-x86_64",
    npm: "@node-llama-cpp/linux-x64",
    bin: "bins/linux-x64",
    libraries: [
      { name: /^libllama\.v[0-9.]+\.so$/, least: 1, most: 1 },
      { name: /^libggml\.v[0-9.]+\.so$/, least: 1, most: 1 },
      { name: /^libggml-base\.so$/, least: 1, most: 1 },
      { name: /^libggml-cpu-[a-z0-9]+\.so$/, least: 1, most: 99 },
    ],
  },
];

const output = process.argv[2];
rmSync(output, { recursive: true, force: true });

for (const platform of platforms) {
  const from = join("node_modules", platform.npm);
  const to = join(output, platform.folder);
  const { version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  const found = readdirSync(join(from, platform.bin));
  const files = platform.libraries.flatMap(({ name, least, most }) => {
    const matching = found.filter((file) => name.test(file));
    if (matching.length < least || matching.length > most) {
      throw new Error(`${platform.npm}@${version} must hold ${least} to ${most} of ${name}: found=${matching}`);
    }
    return matching;
  });

  mkdirSync(to, { recursive: true });
  copyFileSync(join(from, "LICENSE"), join(to, "LICENSE"));
  const list = [`package=${platform.npm}`, `version=${version}`];
  for (const file of files.sort()) {
    const bytes = readFileSync(join(from, platform.bin, file));
    writeFileSync(join(to, file), bytes);
    list.push(`file.${file}=${createHash("sha256").update(bytes).digest("hex")}`);
  }
  writeFileSync(join(to, "natives.properties"), list.join("\n") + "\n");
}
