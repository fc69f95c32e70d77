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
        "email, null,"
            + " fc487e588cd405ae9116daf760688804fba84fc1e509e30d13127bbf46bdc836",
        "intent, '[\"search\",\"create\",\"delete\",\"other\"]',"
            + " 04b13298f665447a7c57ef80ef1697de854e152e7de6258b87ec064c7a4004a3",
        "log, '[\"ALERT\",\"QUIET\"]',"
            + " c28a530fc5cc2ba589b1548130e3b19cd235cbfec3147d486026d3beacb3100e",
        "order, null,"
            + " ec08d64cd746cd110f8b7e598420fe65c28d8837aaa861d00a2abd58c225074b",
        "sentiment, '[\"positive\",\"negative\"]',"
            + " b21ffcf6d36f12fa95d2fbcb564bc29296f35dd134315c180f344ec06b195c25",
        "urgency, '[\"immediate\",\"wait\"]',"
            + " 501e9d2391eee84c1cf108751f0c6b8aeb10fcbd03cae45937ccdf06a88dd0d2",
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
