package io.pawstream.compiler;

import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.Template;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an adapter that was trained elsewhere becomes a program. Immutable; any thread.
 *
 * @param template the text it was trained with around the input
 * @param interpreter what it was trained on
 * @param output the {@code .paw} file to write
 * @param labels the answers it may give; null for free text
 * @param spec what it does; null to say nothing
 * @param adapterType how a PEFT adapter is stored: F16, F32, or, where the rank is a multiple of
 *     32, Q8_0 or Q4_0; a GGUF file stays as it is
 * @param createdAt stands in the program's metadata; null for {@code SOURCE_DATE_EPOCH} or now
 */
public record ImportRequest(
    Template template,
    Interpreter interpreter,
    Path output,
    @Nullable LabelSet labels,
    @Nullable String spec,
    GgufType adapterType,
    @Nullable Instant createdAt) {

  public ImportRequest {
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(interpreter, "interpreter");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(adapterType, "adapterType");
  }

  /** Free text, no spec, F16, created now. */
  public ImportRequest(Template template, Interpreter interpreter, Path output) {
    this(template, interpreter, output, null, null, GgufType.F16, null);
  }

  /** The same with a label set. */
  public ImportRequest withLabels(LabelSet value) {
    return new ImportRequest(template, interpreter, output, value, spec, adapterType, createdAt);
  }

  /** The same with what the program does. */
  public ImportRequest withSpec(String value) {
    return new ImportRequest(template, interpreter, output, labels, value, adapterType, createdAt);
  }

  /** The same with another way to store the adapter. */
  public ImportRequest withAdapterType(GgufType value) {
    return new ImportRequest(template, interpreter, output, labels, spec, value, createdAt);
  }

  /** The same with a time of creation. */
  public ImportRequest withCreatedAt(Instant value) {
    return new ImportRequest(template, interpreter, output, labels, spec, adapterType, value);
  }
}
