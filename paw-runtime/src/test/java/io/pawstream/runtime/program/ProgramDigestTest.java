package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.testing.Fixtures;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramDigestTest {
  private static final String ADAPTER = "0".repeat(64);
  private static final Template TEMPLATE = new Template("a", "b");

  /** The digests were printed by the shell recipe of {@code docs/adr/0003-program-digest.md}. */
  @ParameterizedTest
  @CsvSource(
      value = {
        "email, null," + " 71523e66f293206f5108277be9b22a52bcbdb08f906d682d542ddabd2334558f",
        "intent, '[\"search\",\"create\",\"delete\",\"other\"]',"
            + " 0e0f2e7f1364e474e1fc0a9c4dd05e108249ae662210002237373f053cd68758",
        "log, '[\"ALERT\",\"QUIET\"]',"
            + " be37bbbed24eac26402624a6218d02a08b2d7df2640f9515f48eec1a6f705c6a",
        "order, null," + " aa6cbeb807c595d225cbed58a3b40f81ff3663e0b7ed17479ab5c68bb6536a53",
        "routing, '[\"billing\",\"bug\",\"feature\",\"other\"]',"
            + " dd820939664316ebdf71e3a124dba198c9a5279f1beea5278d486fd52a8245f6",
        "sentiment, '[\"positive\",\"negative\"]',"
            + " 8998846c8bbd53ee450e5db5488b85c4aa62cf0d116d308c520a9e6f81a7d360",
        "urgency, '[\"immediate\",\"wait\"]',"
            + " b39ce420fa29431cafcf1ebeb3f3bbecfbf17e3a4294f999f5475fa9ab64edbc",
      })
  void followsTheRecipe(String name, String labels, String printed) throws Exception {
    Map<String, byte[]> members = Fixtures.members(name);
    String text =
        "paw-program 1\nadapter %s\ntemplate %s\ninterpreter %s\nlabels %s\n"
            .formatted(
                sha256(members.getOrDefault("adapter.gguf", new byte[0])),
                sha256(members.getOrDefault("prompt_template.txt", new byte[0])),
                "paw-tiny",
                labels);

    assertThat(ProgramBundle.read(Fixtures.PROGRAMS.resolve(name + ".paw")).digest())
        .isEqualTo("sha256:" + sha256(text.getBytes(UTF_8)))
        .isEqualTo("sha256:" + printed);
  }

  @Test
  void whatDecidesAnswersChangesIt() {
    String digest = ProgramDigest.of(ADAPTER, TEMPLATE, meta("gpt2", null, null));

    assertThat(digest).matches("sha256:[0-9a-f]{64}");
    assertThat(
            List.of(
                ProgramDigest.of("1" + ADAPTER.substring(1), TEMPLATE, meta("gpt2", null, null)),
                ProgramDigest.of(ADAPTER, new Template("a", "c"), meta("gpt2", null, null)),
                ProgramDigest.of(ADAPTER, TEMPLATE, meta("Qwen/Qwen3-0.6B", null, null)),
                ProgramDigest.of(ADAPTER, TEMPLATE, meta("gpt2", null, List.of("a", "b"))),
                ProgramDigest.of(ADAPTER, TEMPLATE, meta("gpt2", null, List.of("b", "a")))))
        .doesNotHaveDuplicates()
        .doesNotContain(digest);
  }

  @Test
  void whatTheSdkAddsOnInstallDoesNotChangeIt() {
    assertThat(ProgramDigest.of(ADAPTER, TEMPLATE, meta("gpt2", "gpt2-q8_0", null)))
        .isEqualTo(ProgramDigest.of(ADAPTER, TEMPLATE, meta("gpt2", null, null)));
  }

  private static ProgramMeta meta(
      String interpreter, @Nullable String runtimeId, @Nullable List<String> labels) {
    return new ProgramMeta(
        "0123456789abcdef",
        interpreter,
        runtimeId,
        null,
        labels == null ? null : new LabelSet(labels));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
