package io.pawstream.cli.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.compiler.AdapterException;
import io.pawstream.compiler.AdapterImport;
import io.pawstream.compiler.ImportRequest;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code paw import}: an adapter from elsewhere to a program. Filled by picocli; one thread. */
@Command(
    name = "import",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Makes a program out of an adapter that was trained elsewhere.")
final class ImportCommand implements Callable<Integer> {
  private static final Pattern COMMA = Pattern.compile(",");

  private final Terminal terminal;

  @ArgGroup(heading = "", multiplicity = "1")
  private Source source = new Source();

  /** Where the adapter is; one of both. */
  static final class Source {
    @Option(
        names = "--peft",
        required = true,
        paramLabel = "DIR",
        description =
            "A LoRA of the library PEFT: adapter_config.json and adapter_model.safetensors.")
    private @Nullable Path peft;

    @Option(
        names = "--adapter",
        required = true,
        paramLabel = "FILE",
        description = "A LoRA of llama.cpp, a .gguf file; stays as it is.")
    private @Nullable Path adapter;
  }

  @Option(
      names = "--template",
      required = true,
      paramLabel = "FILE",
      description = "The text it was trained with, {INPUT_PLACEHOLDER} where the input stood.")
  private Path template = Path.of("");

  @Option(
      names = "--interpreter",
      required = true,
      paramLabel = "REF",
      description =
          "What it was trained on: a known name, or a GGUF file with or without @sha256:…")
  private String interpreter = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The .paw file to write; appears when it is complete.")
  private Path output = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "A,B,…",
      description = "The label set, in order; free text if not given.")
  private @Nullable String labels;

  @Option(
      names = "--spec",
      paramLabel = "TEXT",
      description = "What the program does, for those who read it; no interpreter does.")
  private @Nullable String spec;

  @Option(
      names = "--adapter-type",
      paramLabel = "TYPE",
      defaultValue = "F16",
      description =
          "How a PEFT adapter is stored: F16, F32, or with a rank of 32, 64, … Q8_0 or Q4_0;"
              + " ${DEFAULT-VALUE}.")
  private GgufType adapterType = GgufType.F16;

  @Option(names = "--json", description = "What was made as JSON on standard output.")
  private boolean json;

  @Option(names = "--quiet", description = "No summary.")
  private boolean quiet;

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Interpreter runsOn = Interpreters.resolve(interpreter, true, null);
    ImportRequest request =
        new ImportRequest(template(), runsOn, output, labels(), spec, adapterType, null);
    ProgramBundle bundle = imported(request);
    int rank = AdapterCheck.check(bundle.adapter(), runsOn.header());
    if (json) {
      terminal.out().println(json(bundle, rank));
    } else if (!quiet) {
      terminal.out().print(summary(bundle, rank));
    }
    terminal.out().flush();
    return 0;
  }

  private ProgramBundle imported(ImportRequest request) {
    try {
      Path peft = source.peft;
      return peft != null
          ? AdapterImport.fromPeft(peft, request)
          : AdapterImport.fromGguf(Objects.requireNonNull(source.adapter), request);
    } catch (AdapterException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private Template template() {
    try {
      return Template.parse(Files.readAllBytes(template));
    } catch (ProgramException e) {
      throw new UsageException("Template " + template + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("the template must be a readable file: --template=" + template, e);
    }
  }

  private @Nullable LabelSet labels() {
    if (labels == null) {
      return null;
    }
    try {
      return new LabelSet(COMMA.splitAsStream(labels).map(String::strip).toList());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + ", --labels=" + labels, e);
    }
  }

  private String summary(ProgramBundle bundle, int rank) {
    LabelSet set = bundle.meta().labels();
    return String.format(
        Locale.ROOT,
        "program    %s  %s%nadapter    rank %d, %d layers%nanswers    %s%n",
        output,
        bundle.digest(),
        rank,
        bundle.adapter().tensors().size() / 2,
        set == null ? "free text" : String.join(", ", set.labels()));
  }

  private String json(ProgramBundle bundle, int rank) {
    LabelSet set = bundle.meta().labels();
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode made = mapper.createObjectNode();
    made.put("program", String.valueOf(output.getFileName()));
    made.put("programId", bundle.meta().programId());
    made.put("digest", bundle.digest());
    made.put("interpreter", bundle.meta().interpreterName());
    made.put("rank", rank);
    made.put("layers", bundle.adapter().tensors().size() / 2);
    made.set("labels", mapper.valueToTree(set == null ? List.of() : set.labels()));
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(made);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
