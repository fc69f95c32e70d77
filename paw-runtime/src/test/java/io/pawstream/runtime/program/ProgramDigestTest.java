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
        "email, null," + " 6f357874fe157b144924af84b4f34a4f4d18ab280aeb115be33be83d6e064aef",
        "intent, '[\"search\",\"create\",\"delete\",\"other\"]',"
            + " a6a1be63a1e76770acfc0627eb75f2b3ec242509afa0f36331b31d65a6114f14",
        "log, '[\"ALERT\",\"QUIET\"]',"
            + " 5d1dffaae82a762e1ba17b5e2e8d74cb47741cc865212c627c5fb48439e217c2",
        "order, null," + " 5bbbd4414386f6fabafc4792b7be3cae68e09121f1b80cd36606ceb61ba92fc7",
        "routing, '[\"billing\",\"bug\",\"feature\",\"other\"]',"
            + " b1e17209baa595298952c21d08a6ee467e2441104bab4dc60daa0bb524182d34",
        "sentiment, '[\"positive\",\"negative\"]',"
            + " 03eb88d9016370e564870606a293a210049b2f34288817d9789758658e7ce115",
        "urgency, '[\"immediate\",\"wait\"]',"
            + " e49002a5e2756b05b7c01b8462ca8cc010dafafd3bd587d9323109c277611860",
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
