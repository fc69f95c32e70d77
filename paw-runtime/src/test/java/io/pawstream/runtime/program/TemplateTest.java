package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  @Test
  void splitsAtThePlaceholderWithoutTrimming() {
    assertThat(parse(" a \n{INPUT_PLACEHOLDER} b\n\n")).isEqualTo(new Template(" a \n", " b\n\n"));
    assertThat(parse("{INPUT_PLACEHOLDER}")).isEqualTo(new Template("", ""));
  }

  @Test
  void lineEndsBecomeLineFeeds() {
    assertThat(parse("a\r\nb\rc\n\r{INPUT_PLACEHOLDER}\r\r\n"))
        .isEqualTo(new Template("a\nb\nc\n\n", "\n\n"));
  }

  @Test
  void aByteOrderMarkStaysAsTheSdkKeepsIt() {
    assertThat(parse("\uFEFFa{INPUT_PLACEHOLDER}").prefix()).isEqualTo("\uFEFFa");
  }

  @Test
  void otherBracesAreText() {
    assertThat(parse("{INPUT_0} {x} {INPUT_PLACEHOLDER}").prefix()).isEqualTo("{INPUT_0} {x} ");
  }

  @ParameterizedTest
  @CsvSource({
    "'', found=0",
    "no input, found=0",
    "{INPUT_placeholder}, found=0",
    "{INPUT_PLACEHOLDER}{INPUT_PLACEHOLDER}, found=2",
    "a{INPUT_PLACEHOLDER}b{INPUT_PLACEHOLDER}c{INPUT_PLACEHOLDER}, found=2 or more",
  })
  void refusesAnyOtherNumberOfPlaceholders(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("{INPUT_PLACEHOLDER} exactly once", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{INPUT_0}", "a {INPUT_0} b {INPUT_1}", "{INPUT_10}"})
  void refusesNumberedInputsWithTheCure(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("numbered inputs", "compile the program again");
  }

  @Test
  void refusesOtherEncodings() {
    assertThatThrownBy(() -> Template.parse("ä{INPUT_PLACEHOLDER}".getBytes(ISO_8859_1)))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("UTF-8");
  }

  private static Template parse(String text) {
    return Template.parse(text.getBytes(UTF_8));
  }
}
