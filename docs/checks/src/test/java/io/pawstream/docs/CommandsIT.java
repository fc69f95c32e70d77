package io.pawstream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.docs.Mark.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands and programs on the pages run: those of a page in their order, in a checkout of its own.
 */
class CommandsIT {
  @TempDir Path folder;

  static Stream<Page> pages() throws IOException {
    return Places.pages().stream()
        .filter(page -> page.blocks().stream().anyMatch(CommandsIT::runs));
  }

  private static boolean runs(Block block) {
    return block.mark().is(Kind.RUN) && block.language().matches("sh|java");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void doWhatThePageSays(Page page) throws Exception {
    Checkout checkout = new Checkout(folder);
    for (Block block : page.blocks()) {
      if (runs(block)) {
        Checkout.Ran ran =
            block.language().equals("sh") ? shell(checkout, block) : java(checkout, block);
        String shown = ran.out() + "\n" + ran.err();
        assertThat(ran.status()).as("%s: exit status; it printed:%n%s", block.at(), shown).isZero();
        Optional<Block> output = page.after(block).filter(next -> next.mark().is(Kind.OUTPUT));
        if (output.isPresent()) {
          assertThat(Shown.missing(output.get(), shown))
              .as("%s: a line that was not printed; it printed:%n%s", output.get().at(), shown)
              .isEmpty();
        }
      }
    }
  }

  private static Checkout.Ran shell(Checkout checkout, Block block) throws Exception {
    Mark.Clause clause = block.mark().clause(Kind.RUN).orElseThrow();
    String script = String.join("\n", block.lines(clause)) + "\n";
    switch (clause.about()) {
      case "":
        return checkout.run(checkout.root(), script, null);
      case "hub":
        try (Hub hub = new Hub()) {
          return checkout.run(checkout.root(), script, hub);
        }
      case "bundle":
        return checkout.run(checkout.beside("bundle"), script, null);
      default:
        throw new AssertionError(block.at() + ": no such place: " + clause.about());
    }
  }

  private static Checkout.Ran java(Checkout checkout, Block block) throws Exception {
    String frame = block.mark().clause(Kind.RUN).orElseThrow().about();
    JavaSnippet snippet = JavaSnippet.of(block, frame);
    Path classes = Files.createTempDirectory(checkout.root().resolve("jobs/target"), "java");
    assertThat(snippet.compile(classes)).as(block.at()).isEmpty();
    String command =
        "'%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s:%s' %s"
            .formatted(
                System.getProperty("java.home"), classes, JavaSnippet.classPath(), snippet.name());
    return checkout.run(checkout.root(), command, null);
  }
}
