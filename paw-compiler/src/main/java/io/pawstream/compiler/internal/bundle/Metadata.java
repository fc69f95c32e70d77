package io.pawstream.compiler.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.compiler.example.Example;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramDigest;
import io.pawstream.runtime.program.ProgramMeta;
import io.pawstream.runtime.program.Template;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code meta.json} of a new program says; version 4 of PAW's bundles. Immutable; any thread.
 *
 * @param spec what the program does
 * @param interpreter what it runs on
 * @param labels its label set; null for free text
 * @param rank of the adapter
 * @param alpha of the adapter
 * @param createdAt to the second
 * @param training numbers about how it was made, as our own member {@code training}
 * @param examples shown as PAW shows them; none unless somebody asked for it, since a program goes
 *     to places where texts of records must not
 */
record Metadata(
    @Nullable String spec,
    Interpreter interpreter,
    @Nullable LabelSet labels,
    int rank,
    float alpha,
    Instant createdAt,
    Map<String, Object> training,
    List<Example> examples) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 4;
  private static final int ID_DIGITS = 20;

  /** How the program was made, as other compilers of PAW say which they are. */
  private static final String SNAPSHOT = "paw-streams-1";

  private Optional<KnownInterpreter> known() {
    return Arrays.stream(KnownInterpreter.values())
        .filter(k -> k.sha256().equals(interpreter.sha256()))
        .findFirst();
  }

  /** What the program calls its interpreter. */
  private String interpreterName() {
    return known()
        .map(KnownInterpreter::metaName)
        .orElse(interpreter.name().replaceAll("[^\\x20-\\x7E]", "_"));
  }

  /** The beginning of the program's digest: the same content has the same id. */
  private String programId(String adapterSha256, Template template) {
    ProgramMeta meta =
        new ProgramMeta(
            "",
            interpreterName(),
            known().map(KnownInterpreter::shortName).orElse(null),
            spec,
            labels);
    return ProgramDigest.of(adapterSha256, template, meta)
        .substring(ProgramDigest.PREFIX.length())
        .substring(0, ID_DIGITS);
  }

  byte[] json(String adapterSha256, Template template) {
    ObjectNode meta = JSON.createObjectNode();
    meta.put("version", VERSION);
    known()
        .ifPresent(
            k -> {
              meta.put("runtime_manifest_version", 1);
              meta.put("runtime_id", k.shortName());
            });
    meta.put("program_id", programId(adapterSha256, template));
    if (spec != null) {
      meta.put("spec", spec);
    }
    meta.put("interpreter", interpreterName());
    meta.put("compiler_snapshot", SNAPSHOT);
    meta.put("compiler_kind", "finetune_lora");
    meta.put("lora_rank", rank);
    meta.put("lora_alpha", alpha);
    meta.putNull("prefix_steps");
    meta.put("created_at", createdAt.truncatedTo(ChronoUnit.SECONDS).toString());
    if (labels != null) {
      meta.set("labels", JSON.valueToTree(labels.labels()));
    }
    if (!examples.isEmpty()) {
      ArrayNode shown = meta.putArray("examples");
      examples.forEach(e -> shown.addObject().put("input", e.input()).put("output", e.output()));
    }
    if (!training.isEmpty()) {
      meta.set("training", JSON.valueToTree(training));
    }
    try {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
      return (JSON.writer(printer).writeValueAsString(meta) + "\n").getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts are always JSON", e);
    }
  }
}
