package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.cli.internal.Terminal;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code paw import}, called in this process. */
class ImportCommandTest {
  private static final int RANK = 2;
  private static final int WIDTH = 128;

  @TempDir Path directory;
  private ProgramBundle original;
  private Path adapter;
  private Path template;
  private Path output;

  private record Shown(int status, String out, String err) {}

  @BeforeEach
  void takeApart() throws IOException {
    original = ProgramBundle.read(Path.of("../programs/urgency.paw"));
    adapter = directory.resolve("adapter.gguf");
    original.writeAdapter(adapter);
    template = Files.writeString(directory.resolve("template.txt"), original.template().text());
    output = directory.resolve("out/urgency.paw");
  }

  /** The query layer of the first block alone, of zeros. */
  private Path peft(String config) throws IOException {
    Path peft = Files.createDirectories(directory.resolve("peft"));
    Files.writeString(peft.resolve("adapter_config.json"), config);
    String layer = "base_model.model.model.layers.0.self_attn.q_proj.lora_";
    int bytes = RANK * WIDTH * Float.BYTES;
    String header =
        String.format(
            "{\"%sA.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]},"
                + "\"%sB.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[%d,%d]}}",
            layer, RANK, WIDTH, bytes, layer, WIDTH, RANK, bytes, 2 * bytes);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + header.length() + 2 * bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length())
            .put(header.getBytes(UTF_8));
    Files.write(peft.resolve("adapter_model.safetensors"), file.array());
    return peft;
  }

  @Test
  void wrapsAnAdapterOfLlama() {
    String labels = String.join(",", original.meta().labels().labels());

    Shown shown = imported("--adapter", adapter.toString(), "--labels", labels);

    assertThat(shown.err()).isEmpty();
    assertThat(shown.status()).isZero();
    assertThat(shown.out())
        .startsWith("program    " + output + "  " + original.digest())
        .contains("adapter    rank 8, ")
        .endsWith("answers    " + labels.replace(",", ", ") + "\n");
    assertThat(ProgramBundle.read(output).digest()).isEqualTo(original.digest());
  }

  @Test
  void takesACheckpointOfPeft() throws IOException {
    Path peft = peft("{\"peft_type\":\"LORA\",\"r\":2,\"lora_alpha\":4}");

    Shown shown =
        imported(
            "--peft", peft.toString(), "--spec", "How soon?", "--adapter-type", "f32", "--json");

    assertThat(shown.err()).isEmpty();
    assertThat(shown.status()).isZero();
    JsonNode made = new ObjectMapper().readTree(shown.out());
    ProgramBundle bundle = ProgramBundle.read(output);
    assertThat(made.path("digest").asText()).isEqualTo(bundle.digest());
    assertThat(made.path("rank").asInt()).isEqualTo(2);
    assertThat(made.path("layers").asInt()).isEqualTo(1);
    assertThat(made.path("labels").isEmpty()).isTrue();
    assertThat(bundle.meta().spec()).isEqualTo("How soon?");
    assertThat(bundle.template()).isEqualTo(original.template());
    assertThat(imported("--peft", peft.toString(), "--quiet")).isEqualTo(new Shown(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--adapter a.gguf --peft p",
        "--adapter none.gguf",
        "--adapter {template}",
        "--adapter {adapter} --template none.txt",
        "--adapter {adapter} --template {adapter}",
        "--adapter {adapter} --labels one",
        "--adapter {adapter} --interpreter none",
        "--peft none",
        "--peft {peft}",
      })
  void whatCannotBeUsedIsStatusTwo(String words) throws IOException {
    Path peft = peft("{\"peft_type\":\"LORA\",\"r\":2,\"use_dora\":true}");
    String named =
        words
            .replace("{adapter}", adapter.toString())
            .replace("{template}", template.toString())
            .replace("{peft}", peft.toString());

    Shown shown = imported(named.isEmpty() ? new String[0] : named.split(" "));

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err()).startsWith("paw: ").hasLineCount(1);
    assertThat(output.getParent()).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsStatusOne() throws IOException {
    Files.writeString(directory.resolve("out"), "a file");

    Shown shown = imported("--adapter", adapter.toString());

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.err()).startsWith("paw: The output must be writable: output=" + output);
  }

  /** All that is needed beside the adapter; options in {@code words} replace those here. */
  private Shown imported(String... words) {
    List<String> all = new ArrayList<>(List.of("import"));
    List<String> given = List.of(words);
    for (List<String> option :
        List.of(
            List.of("--template", template.toString()),
            List.of("--interpreter", "paw-tiny"),
            List.of("-o", output.toString()))) {
      if (!given.contains(option.get(0))) {
        all.addAll(option);
      }
    }
    all.addAll(given);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        PawCommand.run(
            new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, 100),
            all.toArray(String[]::new));
    return new Shown(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}
