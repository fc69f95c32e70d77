package io.pawstream.compiler.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.internal.data.ExampleSet;
import io.pawstream.compiler.internal.train.Recipe;
import io.pawstream.runtime.program.Template;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A digest over all that decides what training does: what has another must not go on. */
final class Fingerprint {
  private static final int VERSION = 1;

  private Fingerprint() {}

  static String of(
      CompileRequest request, Recipe recipe, Template template, ExampleSet set, String products) {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    add(
        hash,
        List.of(
            VERSION,
            template.text(),
            request.interpreter().sha256(),
            set.labels() == null ? List.of() : set.labels().labels(),
            request.rank(),
            request.alpha(),
            recipe,
            request.threads(),
            request.firstBlock(),
            products));
    set.examples().forEach(example -> add(hash, List.of(example.input(), example.output())));
    return HexFormat.of().formatHex(hash.digest());
  }

  /** Each with its length before it, so that none can run into the next. */
  private static void add(MessageDigest hash, List<Object> values) {
    for (Object value : values) {
      byte[] bytes = value.toString().getBytes(UTF_8);
      hash.update((bytes.length + ":").getBytes(UTF_8));
      hash.update(bytes);
    }
  }
}
