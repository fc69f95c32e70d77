package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.program.internal.Json;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a program: a digest over what decides its answers. The same program has the same
 * digest however it was packed and whatever else its metadata says; see {@code
 * docs/adr/0003-program-digest.md}.
 */
public final class ProgramDigest {
  /** What every digest begins with, before 64 lower-case hex digits. */
  public static final String PREFIX = "sha256:";

  private ProgramDigest() {}

  /**
   * The digest of a program.
   *
   * @param adapterSha256 SHA-256 of the bytes of {@code adapter.gguf}, lower-case hex
   * @return {@code sha256:} and 64 hex digits
   */
  public static String of(String adapterSha256, Template template, ProgramMeta meta) {
    String text =
        "paw-program 1\nadapter "
            + adapterSha256
            + "\ntemplate "
            + Sha256.of(template.text().getBytes(UTF_8))
            + "\ninterpreter "
            + meta.interpreterName()
            + "\nlabels "
            + json(meta.labels() == null ? null : meta.labels().labels())
            + "\n";
    return PREFIX + Sha256.of(text.getBytes(UTF_8));
  }

  private static String json(@Nullable Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of strings is always JSON", e);
    }
  }
}
