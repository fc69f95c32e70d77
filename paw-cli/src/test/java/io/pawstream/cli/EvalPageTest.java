package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code paw eval --html}, as headless Chromium shows it. */
class EvalPageTest {
  private static final int WIDTH = 1000;
  private static final String HOSTILE = "<img src=x onerror=alert(1)> & \"quotes\" '</td>";

  @TempDir Path directory;
  private Path page;

  @BeforeEach
  void write() throws IOException {
    Path rows = directory.resolve("rows.jsonl");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String label = i % 3 == 0 ? "immediate" : "wait";
      lines.append("{\"text\":\"message number " + i + "\",\"right\":\"" + label + "\"}\n");
    }
    String escaped = HOSTILE.replace("\"", "\\\"");
    lines.append("{\"text\":\"" + escaped + "\",\"right\":\"" + escaped + "\"}\n");
    Files.writeString(rows, lines);
    page = directory.resolve("pages/eval.html");
    assertThat(
            Cli.run(
                    "eval",
                    rows,
                    "--program",
                    Cli.program("urgency"),
                    "--expected",
                    "right",
                    "--compare",
                    Cli.program("intent"),
                    "--html",
                    page)
                .status())
        .isIn(0, 3);
  }

  @Test
  void standsOnItsOwn() throws IOException {
    assertThat(Files.readString(page))
        .startsWith("<!doctype html>")
        .contains("<svg id=\"reliability\"", "<svg id=\"coverage\"", "prefers-color-scheme:dark")
        .doesNotContain("<script", "http://", "https://", "url(", "@import", "NaN", "<img");
    try (Stream<Path> files = Files.list(page.getParent())) {
      assertThat(files).containsExactly(page);
    }
  }

  @Test
  void chromiumShowsAllOfIt() throws Exception {
    String dom = chromium("dom", "--dump-dom");

    assertThat(dom)
        .contains("id=\"reliability\"", "id=\"coverage\"", "id=\"confusion\"", "id=\"verdict\"")
        .contains("&lt;img src=x onerror=alert(1)&gt;")
        .doesNotContain("<img");
    assertThat(dom.split("<polyline", -1)).hasSize(2);
    assertThat(dom.split("<rect class=\"count\"", -1).length).isGreaterThan(1);
    assertThat(Files.readString(directory.resolve("dom.err")))
        .doesNotContain("CONSOLE", "Refused to");
  }

  @Test
  void isLightOnLightAndDarkOnDark() throws Exception {
    BufferedImage light = screenshot("light");
    BufferedImage dark = screenshot("dark", "--blink-settings=preferredColorScheme=0");

    assertThat(brightness(light, 2, 2)).isGreaterThan(240);
    assertThat(brightness(dark, 2, 2)).isLessThan(50);
    for (BufferedImage image : List.of(light, dark)) {
      assertThat(coloursOf(image)).as("the page must not be empty").isGreaterThan(50);
      // nothing sticks out to the right
      for (int y = 0; y < image.getHeight(); y++) {
        assertThat(image.getRGB(WIDTH - 3, y)).isEqualTo(image.getRGB(2, 2));
      }
    }
  }

  private BufferedImage screenshot(String name, String... options) throws Exception {
    Path file = directory.resolve(name + ".png");
    List<String> all =
        new ArrayList<>(
            List.of(
                "--screenshot=" + file, "--window-size=" + WIDTH + ",1800", "--hide-scrollbars"));
    all.addAll(List.of(options));
    chromium(name, all.toArray(String[]::new));
    return ImageIO.read(file.toFile());
  }

  private static int brightness(BufferedImage image, int x, int y) {
    int rgb = image.getRGB(x, y);
    return ((rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF)) / 3;
  }

  private static long coloursOf(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }

  /** Shows the page; what Chromium writes to its standard output. */
  private String chromium(String name, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                installed(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--enable-logging=stderr",
                "--user-data-dir=" + directory.resolve("profile-" + name)));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Path out = directory.resolve(name + ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve(name + ".err").toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("chromium ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(directory.resolve(name + ".err").toString()).isZero();
    return Files.readString(out, UTF_8);
  }

  private static String installed() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(
            path ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(Path.of(path)::resolve))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("the tests need Chromium on the PATH: install chromium"))
        .toString();
  }
}
