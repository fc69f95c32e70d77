package io.pawstream.cli.internal.program;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.Calibration;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.Threshold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know about a program without running it. Immutable; any thread.
 *
 * @param bundle the program
 * @param members what is inside
 * @param adapter its adapter
 * @param interpreter what it runs on; null where that is not there
 * @param missing why the interpreter is not there; null where it is
 * @param calibrations what is stored beside it
 * @param thresholds likewise
 */
record Inspection(
    ProgramBundle bundle,
    List<Member> members,
    Adapter adapter,
    @Nullable Interpreter interpreter,
    @Nullable String missing,
    List<Calibration> calibrations,
    List<Threshold> thresholds) {

  /**
   * A file inside a program.
   *
   * @param packed bytes in the bundle
   */
  record Member(String name, long size, long packed) {}

  /**
   * What the header of an adapter says.
   *
   * @param types tensors by element type
   * @param layers the linear layers it changes
   * @param parameters numbers in all its tensors
   */
  record Adapter(
      String architecture,
      long rank,
      float alpha,
      int tensors,
      Map<String, Integer> types,
      int blocks,
      List<String> layers,
      long parameters) {

    static Adapter of(GgufHeader header) throws GgufException {
      Map<String, Integer> types = new TreeMap<>();
      Map<String, Integer> layers = new TreeMap<>();
      Map<String, Integer> blocks = new TreeMap<>();
      long parameters = 0;
      long rank = 0;
      for (GgufTensor tensor : header.tensors()) {
        types.merge(tensor.type().name(), 1, Integer::sum);
        String[] parts = tensor.name().split("\\.", -1);
        if (parts.length > 2) {
          blocks.merge(parts[1], 1, Integer::sum);
          layers.merge(parts[2], 1, Integer::sum);
        }
        parameters += tensor.shape().stream().reduce(1L, (a, b) -> a * b);
        if (tensor.name().endsWith(".lora_b") && !tensor.shape().isEmpty()) {
          rank = tensor.shape().get(0);
        }
      }
      return new Adapter(
          header.string("general.architecture").orElse(""),
          rank,
          header.float32("adapter.lora.alpha").orElse(Float.NaN),
          header.tensors().size(),
          types,
          blocks.size(),
          List.copyOf(layers.keySet()),
          parameters);
    }
  }

  /**
   * Looks at a program.
   *
   * @param named the interpreter to check it against; null for the one it names
   * @throws io.pawstream.runtime.program.ProgramException if it breaks a rule
   */
  static Inspection of(ProgramBundle bundle, @Nullable String named) throws IOException {
    Interpreter interpreter = null;
    String missing = null;
    try {
      interpreter =
          named == null
              ? Interpreters.known(bundle.meta().interpreterName(), null)
              : Interpreters.resolve(named, true, null);
      AdapterCheck.check(bundle.adapter(), interpreter.header());
    } catch (InterpreterException e) {
      if (named != null) {
        throw e;
      }
      missing = e.getMessage();
    }
    return new Inspection(
        bundle,
        members(bundle.path()),
        Adapter.of(bundle.adapter()),
        interpreter,
        missing,
        CalibrationFile.read(bundle),
        CalibrationFile.thresholds(bundle));
  }

  /** Whether confidences are computed as they were when a threshold was chosen. */
  boolean counts(Threshold threshold) {
    double temperature =
        calibrations.stream()
            .filter(known -> known.labels().equals(threshold.labels()))
            .map(Calibration::temperature)
            .findFirst()
            .orElse(1.0);
    return threshold.temperature() == temperature;
  }

  private static List<Member> members(Path path) throws IOException {
    List<Member> members = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          members.add(
              new Member(file.getFileName().toString(), Files.size(file), Files.size(file)));
        }
      }
    } else {
      try (ZipFile zip = new ZipFile(path.toFile())) {
        zip.stream()
            .filter(entry -> !entry.isDirectory())
            .forEach(
                entry ->
                    members.add(
                        new Member(entry.getName(), entry.getSize(), entry.getCompressedSize())));
      }
    }
    return members;
  }
}
