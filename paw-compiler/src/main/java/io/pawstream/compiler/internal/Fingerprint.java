package io.pawstream.compiler.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.internal.bundle.Sha256;
import io.pawstream.compiler.internal.data.ExampleSet;
import io.pawstream.compiler.internal.train.Recipe;
import io.pawstream.runtime.program.Template;
import java.security.MessageDigest;
import java.util.List;

/** A digest over all that decides what training does: what has another must not go on. */
final class Fingerprint {
  private static final int VERSION = 1;

  private Fingerprint() {}

  static String of(
      CompileRequest request, Recipe recipe, Template template, ExampleSet set, String products) {
    MessageDigest hash = Sha256.start();
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
    return Sha256.hex(hash.digest());
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
