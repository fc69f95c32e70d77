package io.pawstream.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code bin/label-files} in a tree of its own, where {@code java} and {@code mvn} write
 * down how they were called: a build inside this build would build this build.
 */
class LabelFilesScriptTest {
  @TempDir Path directory;
  private Path root;
  private Path tools;

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectory(directory.resolve("a checkout"));
    tools = Files.createDirectory(directory.resolve("tools"));
    Files.createDirectories(root.resolve("bin/internal"));
    for (String script :
        List.of("bin/label-files", "bin/internal/launch.sh", "bin/internal/java.sh")) {
      Files.copy(Path.of("..").resolve(script), root.resolve(script));
    }
    for (String module : List.of("jobs", "flink-paw-operator", "paw-runtime", "paw-natives")) {
      Files.createDirectories(root.resolve(module + "/src/main"));
      Files.writeString(root.resolve(module + "/pom.xml"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    tool("java", "for a in \"$@\"; do echo \"java: $a\"; done\nexit ${JAVA_STATUS:-0}");
    tool(
        "mvn",
        "echo \"mvn: $PWD $*\" >>\"$CALLS\"\n"
            + "[ -z \"${MVN_FAILS:-}\" ] || { echo 'compiler says no'; exit 1; }\n"
            + "mkdir -p jobs/target/classes jobs/target/lib");
  }

  private void tool(String name, String body) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void buildsWhatIsMissingOnceAndPassesTheArgumentsOn() throws Exception {
    Call first = call(Map.of(), "--input", "my file.jsonl", "--field", "");
    Call second = call(Map.of(), "--version");

    assertThat(first.status()).isZero();
    assertThat(first.err()).contains("label-files: building");
    assertThat(first.out())
        .contains("java: io.pawstream.jobs.LabelFiles\njava: --input\njava: my file.jsonl\n")
        .endsWith("java: --field\njava: \n")
        .contains("java: " + root + "/jobs/target/classes:" + root + "/jobs/target/lib/*\n")
        .contains("java: -Dpaw.err.terminal=false\n");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).endsWith("java: --version\n");
    assertThat(builds()).singleElement().asString().startsWith("mvn: " + root + " -B ");
  }

  @Test
  void buildsAgainWhereASourceIsNewer() throws Exception {
    call(Map.of());
    Path stamp = root.resolve("jobs/target/launch.stamp");
    FileTime later = FileTime.fromMillis(Files.getLastModifiedTime(stamp).toMillis() + 2_000);
    // what a build writes or fetches is no source
    Path fetched = Files.createDirectories(root.resolve("paw-natives/node_modules"));
    Files.setLastModifiedTime(Files.writeString(fetched.resolve("x"), ""), later);
    call(Map.of());
    assertThat(builds()).hasSize(1);

    Files.setLastModifiedTime(
        Files.writeString(root.resolve("paw-runtime/src/main/New.java"), ""), later);
    call(Map.of());
    assertThat(builds()).hasSize(2);
  }

  @Test
  void saysWhyItCannotBuild() throws Exception {
    Call failed = call(Map.of("MVN_FAILS", "yes"));

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).contains("compiler says no").endsWith("the build failed\n");
    assertThat(failed.out()).isEmpty();
    assertThat(call(Map.of()).status()).isZero();
  }

  @Test
  void worksThroughALinkAndHandsTheStatusOn() throws Exception {
    Path link =
        Files.createSymbolicLink(directory.resolve("link"), root.resolve("bin/label-files"));

    Call call = run(link, Map.of("JAVA_STATUS", "2"));

    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).contains(root + "/jobs/target/classes");
  }

  private record Call(int status, String out, String err) {}

  private Call call(Map<String, String> environment, String... args) throws Exception {
    return run(root.resolve("bin/label-files"), environment, args);
  }

  private Call run(Path script, Map<String, String> environment, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(args));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    builder.environment().put("CALLS", directory.resolve("calls").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Call(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(directory.resolve("calls"));
  }
}
