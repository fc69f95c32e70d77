package io.pawstream.benchmarks.internal.model;

import io.pawstream.runtime.interpreter.Interpreters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A random interpreter of a shape and a program for it, made once and kept.
 *
 * @param interpreter a .gguf file
 * @param program a .paw file
 */
public record RandomFiles(Path interpreter, Path program) {
  private static final long SEED = 1;

  /**
   * Makes what is not there: 0.5 GB in a few seconds for Qwen3-0.6B.
   *
   * @param folder where they are kept; made where it is not there
   */
  public static RandomFiles in(Path folder, Shape shape) throws IOException {
    // a file from another vocabulary must not be taken for this one
    String vocabulary = Interpreters.known("paw-tiny", null).sha256().substring(0, 8);
    String name =
        "random-"
            + shape.name()
            + '-'
            + shape.type().name().toLowerCase(Locale.ROOT)
            + '-'
            + vocabulary;
    Path interpreter = folder.resolve(name + ".gguf");
    Path program = folder.resolve(name + ".paw");
    if (!Files.exists(interpreter)) {
      RandomInterpreter.write(interpreter, shape, shape.type(), SEED);
    }
    if (!Files.exists(program)) {
      RandomProgram.write(program, shape, SEED);
    }
    return new RandomFiles(interpreter, program);
  }
}
