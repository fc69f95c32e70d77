package io.pawstream.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.docs.Mark.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found wrong with a page, and where. */
class PageTest {
  private static Page page(String... lines) {
    return Page.parse(Path.of("docs/a.md"), String.join("\n", lines) + "\n");
  }

  @Test
  void aBlockIsReadWithItsMark() {
    Page page = page("# A", "<!-- run -->", "```sh", "bin/paw list", "```", "end");

    assertThat(page.problems()).isEmpty();
    Block block = page.blocks().get(0);
    assertThat(block.at()).isEqualTo("docs/a.md:3");
    assertThat(block.language()).isEqualTo("sh");
    assertThat(block.text()).isEqualTo("bin/paw list\n");
    assertThat(block.mark().is(Kind.RUN)).isTrue();
  }

  @Test
  void linesOfABlockMayDiffer() {
    Page page =
        page(
            "<!-- run lines 1, 3-4; not run line 2: it builds; minutes -->",
            "```sh",
            "a",
            "mvn",
            "b",
            "c",
            "```");

    assertThat(page.problems()).isEmpty();
    Block block = page.blocks().get(0);
    assertThat(block.lines(block.mark().clause(Kind.RUN).orElseThrow()))
        .containsExactly("a", "b", "c");
    assertThat(block.mark().clause(Kind.NOT_RUN).orElseThrow().about())
        .isEqualTo("it builds; minutes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text | must have a mark in the line above",
        "<!-- runs --> | must have a mark in the line above",
        "<!-- not run --> | must be followed by",
        "<!-- not run: --> | must have a mark in the line above",
        "<!-- checked by --> | must be followed by",
        "<!-- run line 1 --> | each line must have one clause: line=2",
        "<!-- run; not run line 2: it builds --> | each line must have one clause: line=2",
      })
  void aWrongMarkIsFoundWithItsPlace(String above, String told) {
    Page page = page("", above, "```sh", "a", "b", "```");

    assertThat(page.problems())
        .singleElement()
        .asString()
        .startsWith("docs/a.md:3: ")
        .contains(told);
  }

  @Test
  void aBlockMustBeFenced() {
    assertThat(
            page("Call it:", "", "    bin/paw list", "", "- item", "", "    more of it").problems())
        .containsExactly("docs/a.md:3: a block must be fenced, not indented");
  }

  @Test
  void aBlockMustEnd() {
    assertThat(page("<!-- run -->", "```sh", "a").problems())
        .singleElement()
        .asString()
        .startsWith("docs/a.md:2: the block must end");
  }

  @Test
  void outputIsComparedWithoutItsLastDigits() {
    String printed = "start\nurgency  immediate 0.991\nrows 260 in 9.9 s\n";

    assertThat(Shown.missing(List.of("urgency immediate 1.00", "rows 260 in … s"), printed))
        .isEmpty();
    assertThat(Shown.missing(List.of("start", "…", "rows 260 in …"), printed)).isEmpty();
    assertThat(Shown.missing(List.of("urgency wait 0.99"), printed)).contains("urgency wait 0.99");
    assertThat(Shown.missing(List.of("urgency immediate 0.90"), printed)).isNotEmpty();
    assertThat(Shown.missing(List.of("rows 261 in …"), printed)).isNotEmpty();
    assertThat(Shown.missing(List.of("rows 260 in …", "start"), printed)).contains("start");
  }
}
