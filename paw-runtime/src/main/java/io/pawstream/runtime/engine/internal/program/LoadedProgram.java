package io.pawstream.runtime.engine.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.ProgramQueue;
import io.pawstream.runtime.engine.internal.QueuedInput;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program in an engine: its prompt as tokens, its labels as a trie, and what the engine computes
 * it with. Any thread; {@link #close} only when no lane uses it any more.
 *
 * @param <R> see {@link EngineParts}
 */
public final class LoadedProgram<R extends AutoCloseable> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedProgram.class);

  /** How a program is told from others: what it is, and how it is run. */
  record Key(String digest, ProgramOptions options) {}

  private final Key key;
  private final LlamaModel model;
  private final R resources;
  private final int window;
  private final int[] prefixTokens;
  private final PromptEncoder encoder;
  private final @Nullable LabelTrie trie;
  private final ProgramQueue<LoadedProgram<R>> queue;

  /**
   * @param resources becomes this object's own
   * @param window most positions of one input, prefix and answer included
   * @param cells tokens the memory of a lane's context holds
   * @throws ProgramException if the options or the template do not fit
   */
  LoadedProgram(
      ProgramBundle bundle,
      ProgramOptions options,
      LlamaModel model,
      R resources,
      int window,
      int cells) {
    this.key = new Key(bundle.digest(), options);
    this.model = model;
    this.resources = resources;
    this.window = window;
    this.trie = trie(bundle, options, model);
    int[] prefix = model.tokenize(bundle.template().prefix().getBytes(UTF_8), true);
    int[] suffix = model.tokenize(bundle.template().suffix().getBytes(UTF_8), true);
    // an empty input would leave nothing to evaluate: then the prefix lends its last token
    int lent = suffix.length == 0 && prefix.length > 0 ? 1 : 0;
    this.prefixTokens = Arrays.copyOf(prefix, prefix.length - lent);
    int answer = trie == null ? 1 : trie.depth();
    int most = window - prefixTokens.length - answer;
    int room = trie == null ? most + 1 - Math.min(options.maxTokens(), window / 4) : most;
    this.encoder =
        new PromptEncoder(
            model,
            options,
            bundle.template().suffix(),
            Arrays.copyOfRange(prefix, prefix.length - lent, prefix.length),
            most,
            room);
    if (most < suffix.length + 1) {
      throw new ProgramException(
          "A template must leave room for an input: program="
              + bundle.name()
              + ", prefixTokens="
              + prefix.length
              + ", suffixTokens="
              + suffix.length
              + ", window="
              + window
              + "; raise contextTokens or shorten the template");
    }
    this.queue = new ProgramQueue<>(this, cells - prefixTokens.length);
  }

  /** The labels a program is run with; none for free text. */
  static List<String> labels(ProgramBundle bundle, ProgramOptions options) {
    List<String> labels = options.labels();
    if (labels != null) {
      return labels;
    }
    return bundle.labels();
  }

  private static @Nullable LabelTrie trie(
      ProgramBundle bundle, ProgramOptions options, LlamaModel model) {
    List<String> labels = labels(bundle, options);
    if (labels.isEmpty()) {
      return null;
    }
    int[][] tokens = new int[labels.size()][];
    try {
      new LabelSet(labels);
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = model.tokenize(labels.get(i).getBytes(UTF_8), false);
      }
      return new LabelTrie(labels, tokens);
    } catch (IllegalArgumentException e) {
      throw new ProgramException("Program " + bundle.name() + ": " + e.getMessage(), e);
    }
  }

  Key key() {
    return key;
  }

  public String digest() {
    return key.digest();
  }

  public ProgramOptions options() {
    return key.options();
  }

  public List<String> labels() {
    return trie == null ? List.of() : trie.labels();
  }

  /** What the engine computes it with. */
  public R resources() {
    return resources;
  }

  /** Token ids before every input; not to be changed. */
  public int[] prefixTokens() {
    return prefixTokens;
  }

  public int window() {
    return window;
  }

  public int endToken() {
    return model.endToken();
  }

  ProgramQueue<LoadedProgram<R>> queue() {
    return queue;
  }

  public Encoded encode(String text) {
    return encoder.encode(text);
  }

  /** Most tokens of context memory an input of this many tokens may need. */
  public int cells(int inputTokens) {
    return Math.min(inputTokens + answerCells(), window - prefixTokens.length);
  }

  /** Most tokens of context memory that one way to an answer may need. */
  public int answerCells() {
    return trie == null ? options().maxTokens() : trie.depth();
  }

  /** The tokens that an answer may begin with; none for free text. */
  public int[] firstTokens() {
    return trie == null
        ? new int[0]
        : IntStream.range(0, trie.children(0)).map(option -> trie.token(0, option)).toArray();
  }

  /** Whether an answer may need more than the prompt's last row of logits. */
  public boolean goesOnAfterPrompt() {
    return trie == null || trie.depth() > 1 || options().scores();
  }

  public Walk walk(QueuedInput input) {
    return trie == null ? new TextWalk(this, input) : new LabelWalk(this, trie, input);
  }

  /** Tokens as the text of an answer: control tokens are nothing, broken UTF-8 is U+FFFD. */
  String text(int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      bytes.writeBytes(model.piece(token, false));
    }
    return PythonStrip.strip(bytes.toString(UTF_8));
  }

  @Override
  public void close() {
    try {
      resources.close();
    } catch (Exception e) {
      LOG.warn("a program could not be freed: {}", digest(), e);
    }
  }
}
