package io.pawstream.runtime.program;

import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code meta.json} says that matters when the program runs. Immutable; any thread.
 *
 * @param programId the hub's id, 16 to 64 hex digits; nothing proves it, see {@link ProgramDigest}
 * @param interpreter what the program calls its interpreter, for example {@code Qwen/Qwen3-0.6B}
 * @param runtimeId which build of the interpreter it was compiled for; null in older programs
 * @param spec the description it was compiled from; null where the bundle keeps none
 * @param labels its label set, an extension of this project; null for free text
 */
public record ProgramMeta(
    String programId,
    String interpreter,
    @Nullable String runtimeId,
    @Nullable String spec,
    @Nullable LabelSet labels) {

  public ProgramMeta {
    Objects.requireNonNull(programId, "programId");
    Objects.requireNonNull(interpreter, "interpreter");
  }

  /**
   * Reads and checks the bytes of {@code meta.json}.
   *
   * @throws ProgramException if they are no JSON object or break a rule; the message names the
   *     field
   */
  public static ProgramMeta parse(byte[] utf8) {
    return MetaParser.parse(utf8);
  }

  /** The interpreter this program was compiled for, where it is a known one. */
  public Optional<KnownInterpreter> knownInterpreter() {
    return runtimeId == null
        ? KnownInterpreter.ofMetaName(interpreter)
        : KnownInterpreter.named(runtimeId);
  }

  /** The short name of a known interpreter, else what the program calls its interpreter. */
  public String interpreterName() {
    return knownInterpreter().map(KnownInterpreter::shortName).orElse(interpreter);
  }
}
