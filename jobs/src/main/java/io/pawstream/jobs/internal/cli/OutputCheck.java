package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.files.Compression;
import io.pawstream.jobs.internal.files.FileFormat;
import io.pawstream.jobs.internal.files.InputFile;
import io.pawstream.jobs.internal.files.OutputSpec;
import io.pawstream.jobs.internal.label.BoundProgram;
import io.pawstream.jobs.internal.label.FailurePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a checked {@link OutputSpec} of what was typed. Any thread. */
final class OutputCheck {
  private OutputCheck() {}

  /**
   * What the options say is to be written.
   *
   * @param fields the fields whose values are wanted; that of the partitions joins them
   * @throws UsageException if it cannot be written
   */
  static OutputSpec of(
      LabelFilesOptions options,
      List<InputFile> inputs,
      List<BoundProgram> programs,
      Set<String> fields) {
    boolean one = InputFiles.isOneFile(options.inputs) && options.partitionBy == null;
    OutputSpec output =
        new OutputSpec(
            one ? fileAt(options, inputs.get(0)) : directoryAt(options, inputs),
            !one,
            one ? formatOf(options) : options.outputFormat,
            compressionOf(options, one),
            partition(options, programs, fields),
            failedRows(options, one, inputs));
    Set<String> names = new HashSet<>();
    for (InputFile file : inputs) {
      FileFormat format = output.formatFor(file);
      String problem = OutputSpec.problem(file, output);
      if (problem != null) {
        throw new UsageException(
            "--output-format must fit the input: --input="
                + file.location()
                + ", --output-format="
                + format.ending()
                + ": "
                + problem);
      }
      if (!names.add(output.nameFor(file))) {
        throw new UsageException(
            "outputs must differ in their names: name="
                + output.nameFor(file)
                + "; run the files one after the other into several directories");
      }
    }
    return output;
  }

  private static String fileAt(LabelFilesOptions options, InputFile input) {
    FileCheck.checkOutput("--output", options.output, input.path());
    return real(options.output);
  }

  /** A link stays a link: what it points at is replaced. */
  private static String real(Path path) {
    try {
      return Files.exists(path)
          ? path.toRealPath().toString()
          : path.toAbsolutePath().normalize().toString();
    } catch (IOException e) {
      throw new UsageException("the output must be readable: path=" + path, e);
    }
  }

  private static String directoryAt(LabelFilesOptions options, List<InputFile> inputs) {
    FileCheck.checkDirectory("--output", options.output);
    String output = real(options.output);
    for (InputFile file : inputs) {
      if (file.path().startsWith(output)) {
        throw new UsageException(
            "an input must not lie in the output, whose files would be inputs of the next run:"
                + " --output="
                + options.output
                + ", --input="
                + file.location());
      }
    }
    for (String input : options.inputs) {
      Path directory = Path.of(input).toAbsolutePath().normalize();
      if (Files.isDirectory(directory) && Path.of(output).startsWith(directory)) {
        throw new UsageException(
            "the output must not lie in an input, whose next run would read it: --output="
                + options.output
                + ", --input="
                + input);
      }
    }
    return output;
  }

  private static FileFormat formatOf(LabelFilesOptions options) {
    if (options.outputFormat != null) {
      return options.outputFormat;
    }
    FileFormat told = FileFormat.of(options.output);
    return told == null || told == FileFormat.TEXT ? FileFormat.JSONL : told;
  }

  private static @Nullable Compression compressionOf(LabelFilesOptions options, boolean one) {
    if (options.compress != null) {
      return options.compress;
    }
    Compression told = one ? Compression.of(options.output) : Compression.NONE;
    return told == Compression.NONE ? null : told;
  }

  private static OutputSpec.@Nullable Partition partition(
      LabelFilesOptions options, List<BoundProgram> programs, Set<String> fields) {
    String name = options.partitionBy;
    if (name == null) {
      return null;
    }
    for (int i = 0; i < programs.size(); i++) {
      if (programs.get(i).name().equals(name)) {
        List<String> labels = programs.get(i).labels();
        if (labels == null || labels.isEmpty()) {
          throw new UsageException(
              "--partition-by needs a program with a label set: --partition-by="
                  + name
                  + "; give it --labels");
        }
        return new OutputSpec.Partition(name, i, -1);
      }
    }
    fields.add(name);
    return new OutputSpec.Partition(name, -1, new ArrayList<>(fields).indexOf(name));
  }

  private static @Nullable String failedRows(
      LabelFilesOptions options, boolean one, List<InputFile> inputs) {
    Path path = options.failedRows;
    if (path == null) {
      return null;
    }
    if (options.onFailure != FailurePolicy.TAG) {
      throw new UsageException(
          "--failed-rows keeps the reasons: it needs --on-failure=tag, the default");
    }
    if (one) {
      FileCheck.checkOutput("--failed-rows", path, inputs.get(0).path());
      if (real(path).equals(real(options.output))) {
        throw new UsageException(
            "--failed-rows must be another file than the output: --failed-rows=" + path);
      }
    } else {
      FileCheck.checkDirectory("--failed-rows", path);
    }
    return real(path);
  }
}
