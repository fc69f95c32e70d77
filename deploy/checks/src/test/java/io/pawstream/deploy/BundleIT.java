package io.pawstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** The bundle as somebody who has unpacked it finds it. */
class BundleIT {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void theCommandLineAnswers(@TempDir Path folder) throws Exception {
    Places.Ran ran =
        Places.run(
            folder,
            bin("paw"),
            "run",
            program(),
            "--json",
            "The checkout is down for everyone, please call me at once");
    assertThat(ran.status()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("immediate").contains("confidence");
  }

  @Test
  void filesAreLabelled(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("labelled.jsonl");
    Places.Ran ran =
        Places.run(
            folder,
            bin("label-files"),
            "--input",
            Places.bundle().resolve("examples/messages.jsonl").toString(),
            "--format",
            "jsonl",
            "--field",
            "text",
            "--program",
            program(),
            "--output",
            output.toString());
    assertThat(ran.status()).as(ran.output()).isZero();
    assertThat(Files.readAllLines(output, UTF_8))
        .hasSize(260)
        .allMatch(line -> line.contains("confidence"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flink/lib", "connect/*/lib"})
  void theEngineBlasIsFoundBesideTheRuntime(String runtime) throws Exception {
    List<URL> jars = new ArrayList<>();
    for (String folder : List.of(runtime, "engines/blas")) {
      try (Stream<Path> files = Files.walk(Places.bundle())) {
        String glob = "glob:" + Places.bundle().resolve(folder).resolve("*.jar");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher(glob);
        for (Path jar : (Iterable<Path>) files.filter(matcher::matches)::iterator) {
          jars.add(jar.toUri().toURL());
        }
      }
    }
    assertThat(jars.stream().map(jar -> jar.getPath().replaceAll(".*/", "")))
        .anyMatch(name -> name.startsWith("openblas-") && name.endsWith("-linux-x86_64.jar"))
        .doesNotHaveDuplicates();
    // Flink and the worker have a log of their own
    jars.add(Logger.class.getProtectionDomain().getCodeSource().getLocation());
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> provider = loader.loadClass("io.pawstream.runtime.engine.EngineProvider");
      List<Object> names = new ArrayList<>();
      for (Object engine : ServiceLoader.load(provider, loader)) {
        names.add(provider.getMethod("name").invoke(engine));
      }
      assertThat(names).containsExactly("blas");
    }
  }

  @Test
  void filesAreLabelledByBlas(@TempDir Path folder) throws Exception {
    Places.Ran ran =
        Places.run(
            folder,
            bin("label-files"),
            "--engine=blas",
            "--input=" + Places.bundle().resolve("examples/app.log"),
            "--program=" + Places.bundle().resolve("programs/log.paw"),
            "--output=labelled.jsonl.gz");
    assertThat(ran.status()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("40 rows in");
    assertThat(folder.resolve("labelled.jsonl.gz")).isNotEmptyFile();
  }

  /** The job's figures are those of the command line. */
  @Test
  void bothEvaluationsAreEqual(@TempDir Path folder) throws Exception {
    String messages = Places.bundle().resolve("examples/messages.jsonl").toString();
    Path page = folder.resolve("page.html");
    Places.Ran eval =
        Places.run(
            folder,
            "sh",
            "-c",
            bin("paw")
                + " eval --quiet --json --deterministic --accuracy-goal 0.85 --expected urgency"
                + " --program "
                + program()
                + " "
                + messages
                + " > eval.json");
    assertThat(eval.status()).as(eval.output()).isZero();
    Path report = folder.resolve("report.json");
    Places.Ran job =
        Places.run(
            folder,
            bin("evaluate-program"),
            "--source.files=" + messages,
            "--source.expected=urgency",
            "--program.reference=" + program(),
            "--report.json=" + report,
            "--report.html=" + page,
            "--report.accuracy-goal=0.85",
            "--flink.paw.engine.deterministic=true",
            "--flink.parallelism.default=1");
    assertThat(job.status()).as(job.output()).isZero();
    ObjectNode one = (ObjectNode) Places.JSON.readTree(folder.resolve("eval.json").toFile());
    ObjectNode other = (ObjectNode) Places.JSON.readTree(report.toFile());
    assertThat(one.get("rows").asInt()).isEqualTo(260);
    for (ObjectNode each : List.of(one, other)) {
      // what measures time
      each.remove(List.of("seconds", "rows_per_second", "micro_batch", "slowest"));
      for (String rows : List.of("least_certain", "most_certain_wrong")) {
        each.get(rows).forEach(row -> ((ObjectNode) row).remove("engine_ms"));
      }
    }
    assertThat(other).isEqualTo(one);
    assertThat(page).content().contains("<h2>Confusion</h2>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pull", "export", "restore", "compile", "eval", "bench", "doctor"})
  void theCommandsOfTheGuideAreThere(String command, @TempDir Path folder) throws Exception {
    Places.Ran ran = Places.run(folder, bin("paw"), command, "--help");
    assertThat(ran.status()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("paw " + command);
  }

  @Test
  void theDigestsAreThoseOfAllFiles() throws Exception {
    Places.Ran ran = Places.run(Places.bundle(), "sha256sum", "-c", "--quiet", "SHA256SUMS");
    assertThat(ran.status()).as(ran.output()).isZero();
    try (Stream<Path> files = Files.walk(Places.bundle())) {
      long others = files.filter(Files::isRegularFile).count() - 1;
      assertThat(Files.readAllLines(Places.bundle().resolve("SHA256SUMS")))
          .hasSize(Math.toIntExact(others));
    }
  }

  @Test
  void theArchiveHoldsTheBundle(@TempDir Path folder) throws Exception {
    String archive = Places.bundle() + ".tar.gz";
    assertThat(Places.run(folder, "tar", "-xzf", archive).status()).isZero();
    Path unpacked = folder.resolve(Places.bundle().getFileName());
    Places.Ran ran =
        Places.run(folder, "diff", "-r", Places.bundle().toString(), unpacked.toString());
    assertThat(ran.output()).isEmpty();
    assertThat(ran.status()).isZero();
  }

  @Test
  void theBillOfMaterialsListsEveryLibraryWithItsLicence() throws IOException {
    JsonNode bom = Places.JSON.readTree(Places.bundle().resolve("bom.json").toFile());
    Set<String> listed = new HashSet<>();
    List<String> unlicensed = new ArrayList<>();
    for (JsonNode component : bom.get("components")) {
      listed.add(component.get("name").asText() + "-" + component.get("version").asText());
      if (component.path("licenses").isEmpty()) {
        unlicensed.add(component.get("name").asText());
      }
    }
    Set<String> shipped = new HashSet<>();
    try (Stream<Path> files = Files.walk(Places.bundle())) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .forEach(name -> shipped.add(name.replaceAll("(-linux-x86_64)?\\.jar$", "")));
    }
    assertThat(shipped).isNotEmpty();
    assertThat(listed).containsAll(shipped);
    assertThat(unlicensed).isEmpty();
  }

  @Test
  void flinkGetsNothingThatItHas() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String folder : List.of("flink/lib", "flink/usrlib")) {
      try (Stream<Path> files = Files.list(Places.bundle().resolve(folder))) {
        files.forEach(file -> jars.add(file.getFileName().toString()));
      }
    }
    assertThat(jars)
        .anyMatch(name -> name.startsWith("flink-paw-operator"))
        .anyMatch(name -> name.startsWith("paw-natives"))
        .anyMatch(name -> name.startsWith("jackson-databind"))
        .anyMatch(name -> name.startsWith("paw-jobs"))
        .noneMatch(name -> name.matches("flink-(core|runtime|streaming|clients|table).*"))
        .noneMatch(name -> name.matches("(slf4j|log4j).*"));
  }

  @Test
  void linksOfTheGuideLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> pages;
    try (Stream<Path> files = Files.walk(Places.bundle())) {
      // the plugin archive has two of the pages, for those who have nothing else
      pages =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .filter(file -> !file.startsWith(Places.bundle().resolve("connect")))
              .toList();
    }
    for (Path page : pages) {
      Matcher links = LINK.matcher(Files.readString(page, UTF_8));
      while (links.find()) {
        Path target = page.resolveSibling(links.group(1)).normalize();
        if (!Files.exists(target) && !isInSources(target)) {
          broken.add(Places.bundle().relativize(page) + " -> " + links.group(1));
        }
      }
    }
    assertThat(pages).hasSizeGreaterThan(10);
    assertThat(broken).isEmpty();
  }

  /** Pages that explain the sources point at them. */
  private static boolean isInSources(Path target) {
    return target.startsWith(Places.bundle())
        && Files.exists(Places.REPOSITORY.resolve(Places.bundle().relativize(target).toString()));
  }

  private static String program() {
    return Places.bundle().resolve("programs/urgency.paw").toString();
  }

  private static String bin(String name) {
    return Places.bundle().resolve("bin").resolve(name).toString();
  }
}
