package io.pawstream.compiler.tiny;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text grammar: slots that stand for alternatives, and tasks whose templates are built of slots.
 * Immutable; any thread.
 *
 * <p>One definition per line, lines that begin with {@code #} are comments:
 *
 * <pre>
 * name: text | text with a {slot} | [one/other] text    alternatives of a slot, all as likely
 * &#64;task 3 = wording | wording                            a task, its weight and its descriptions
 * &#64;task label: template | !template                      templates that have this label
 * &#64;task &lt;&gt;: template with a &lt;{slot}&gt;                     the label is what stands between the brackets
 * </pre>
 *
 * A template that begins with {@code !} is held out: training never sees it. A slot of several
 * lines has the alternatives of all. {@code {name?}} is empty half of the time. {@code {digits:5}},
 * {@code {hex:8}}, {@code {upper:3}}, {@code {lower:6}}, {@code {alnum:6}} and {@code {num:1-99}}
 * are random. {@code {anyword}} is any word that stands anywhere in the grammar. A backslash takes
 * the meaning from the character after it.
 */
final class Grammar {
  private static final List<String> FILES =
      List.of(
          "words.txt",
          "messages.txt",
          "urgency.txt",
          "hand.txt",
          "logs.txt",
          "reviews.txt",
          "life.txt",
          "office.txt",
          "home.txt",
          "desks.txt",
          "nowlater.txt",
          "loglines.txt",
          "tasks.txt",
          "demonstration.txt");

  /** Of the example jobs; nothing that the interpreter learns from depends on it. */
  private static final String JOBS = "jobs.txt";

  private static final String ANY_WORD = "anyword";
  private static final Pattern WORD = Pattern.compile("(?<![\\p{L}'])[a-z]{3,10}(?![\\p{L}'])");
  private static final String EXTRACTED = "<>";
  private static final String PLACE = "io/pawstream/compiler/tiny/";

  /** Which templates a sample may come from. */
  enum Part {
    /** Those that are not held out. */
    TRAINING,
    /** Those that are held out. */
    HELD_OUT
  }

  private record Template(String label, Text text, boolean heldOut) {}

  private static final class Task {
    final List<String> specs = new ArrayList<>();
    final List<Template> templates = new ArrayList<>();
    int weight;

    /** Every label as likely as the others. */
    List<Template> of(Part part, SplittableRandom random) {
      boolean heldOut = part == Part.HELD_OUT;
      List<String> labels =
          templates.stream()
              .filter(t -> t.heldOut == heldOut)
              .map(Template::label)
              .distinct()
              .toList();
      if (labels.isEmpty()) {
        return List.of();
      }
      String label = labels.get(random.nextInt(labels.size()));
      return templates.stream().filter(t -> t.heldOut == heldOut && t.label.equals(label)).toList();
    }
  }

  private final Map<String, List<Text>> slots = new LinkedHashMap<>();
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private int weights;

  private Grammar() {}

  /**
   * Reads a grammar.
   *
   * @param texts contents of its files
   * @throws IllegalArgumentException if a line is malformed, or a slot has no definition
   */
  static Grammar parse(List<String> texts) {
    Grammar grammar = new Grammar();
    for (String text : texts) {
      int number = 0;
      for (String line : text.split("\n", -1)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          grammar.line(line, number);
        }
      }
    }
    grammar.slots.put(ANY_WORD, grammar.lexicon());
    grammar.check();
    return grammar;
  }

  /** The grammar of {@code paw-tiny}. */
  static Grammar load() {
    return parse(FILES.stream().map(Grammar::resource).toList());
  }

  /** The grammar of the example jobs: that of {@code paw-tiny} and what is added to it. */
  static Grammar ofJobs() {
    return parse(Stream.concat(FILES.stream(), Stream.of(JOBS)).map(Grammar::resource).toList());
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            Grammar.class.getClassLoader().getResourceAsStream(PLACE + name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line, int number) {
    if (!line.startsWith("@")) {
      int colon = line.indexOf(": ");
      if (colon < 1) {
        throw malformed("name: alternatives", number, line);
      }
      List<Text> slot =
          slots.computeIfAbsent(line.substring(0, colon).strip(), name -> new ArrayList<>());
      for (String alternative : line.substring(colon + 2).split(" \\| ", -1)) {
        String text = alternative.strip();
        // the empty alternative
        slot.add(Text.parse(text.equals("_") ? "" : text));
      }
      return;
    }
    int equals = line.indexOf(" = ");
    int colon = line.indexOf(": ");
    if (equals > 0 && (colon < 0 || equals < colon)) {
      String[] head = line.substring(1, equals).split(" ", -1);
      Task task = tasks.computeIfAbsent(head[0], name -> new Task());
      task.weight = head.length > 1 ? Integer.parseInt(head[1]) : 1;
      weights += task.weight;
      for (String spec : line.substring(equals + 3).split(" \\| ", -1)) {
        task.specs.add(spec.strip());
      }
      return;
    }
    int space = line.indexOf(' ');
    Task task = colon < 0 || space < 0 ? null : tasks.get(line.substring(1, space));
    if (task == null || space > colon) {
      throw malformed("@task label: templates, after @task weight = wordings", number, line);
    }
    String label = line.substring(space + 1, colon).strip();
    for (String template : line.substring(colon + 2).split(" \\| ", -1)) {
      String text = template.strip();
      boolean heldOut = text.startsWith("!");
      task.templates.add(
          new Template(label, Text.parse(heldOut ? text.substring(1) : text), heldOut));
    }
  }

  private static IllegalArgumentException malformed(String rule, int number, String line) {
    return new IllegalArgumentException(
        "a line of a grammar must be \"" + rule + "\": line=" + number + ", text=" + line);
  }

  /** Every word that stands anywhere in the grammar. */
  private List<Text> lexicon() {
    Set<String> words = new TreeSet<>();
    Stream.concat(
            slots.values().stream().flatMap(List::stream),
            tasks.values().stream().flatMap(task -> task.templates.stream()).map(Template::text))
        .flatMap(text -> text.plain().stream())
        .forEach(
            plain -> WORD.matcher(plain).results().map(MatchResult::group).forEach(words::add));
    return words.stream().map(Text::parse).toList();
  }

  private void check() {
    slots.values().forEach(texts -> texts.forEach(text -> text.check(slots.keySet())));
    tasks.values().forEach(task -> task.templates.forEach(t -> t.text.check(slots.keySet())));
  }

  /** The names of the tasks that the interpreter is trained on: those with a weight. */
  List<String> tasks() {
    return tasks.entrySet().stream()
        .filter(task -> task.getValue().weight > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The first wording of a task. */
  String spec(String name) {
    return known(name).specs.get(0);
  }

  /** The labels of a task in the order of the grammar; none if it extracts from its input. */
  List<String> labels(String name) {
    List<String> labels = known(name).templates.stream().map(Template::label).distinct().toList();
    return labels.contains(EXTRACTED) ? List.of() : labels;
  }

  private Task known(String name) {
    Task task = tasks.get(name);
    if (task == null) {
      throw new IllegalArgumentException(
          "a task must be in the grammar: task=" + name + ", known=" + tasks.keySet());
    }
    return task;
  }

  /** Whether a task has templates in a part. */
  boolean has(String task, Part part) {
    boolean heldOut = part == Part.HELD_OUT;
    Task known = tasks.get(task);
    return known != null && known.templates.stream().anyMatch(t -> t.heldOut == heldOut);
  }

  /** The texts of all slots that are plain words, for the tokenizer. */
  List<String> words() {
    return slots.values().stream().flatMap(List::stream).flatMap(t -> t.plain().stream()).toList();
  }

  /** All wordings and labels, for the tokenizer. */
  List<String> wordings() {
    List<String> all = new ArrayList<>();
    for (Task task : tasks.values()) {
      all.addAll(task.specs);
      task.templates.stream().map(Template::label).distinct().forEach(all::add);
    }
    return all;
  }

  /** A case of any task, tasks as likely as their weights say. */
  Sample sample(SplittableRandom random) {
    int place = random.nextInt(weights);
    for (Map.Entry<String, Task> entry : tasks.entrySet()) {
      place -= entry.getValue().weight;
      if (place < 0) {
        return sample(entry.getKey(), Part.TRAINING, random);
      }
    }
    throw new AssertionError(place);
  }

  /**
   * A case of one task.
   *
   * @throws IllegalArgumentException if there is no such task, or it has no template in this part
   */
  Sample sample(String name, Part part, SplittableRandom random) {
    Task task = known(name);
    List<Template> templates = task.of(part, random);
    if (templates.isEmpty()) {
      throw new IllegalArgumentException(
          "a task must have templates: task=" + name + ", part=" + part);
    }
    Template template = templates.get(random.nextInt(templates.size()));
    String spec = task.specs.get(random.nextInt(task.specs.size()));
    String text = expand(template.text, random);
    if (!template.label.equals(EXTRACTED)) {
      return new Sample(name, spec, Noise.apply(text, random), template.label);
    }
    int open = text.indexOf('<');
    int close = text.indexOf('>', open);
    if (open < 0 || close < 0) {
      throw new IllegalArgumentException(
          "a template must mark its label with < and >: task=" + name + ", text=" + text);
    }
    String answer = text.substring(open + 1, close);
    String before = Noise.apply(text.substring(0, open), random);
    return new Sample(name, spec, before + answer + text.substring(close + 1), answer);
  }

  /** A text that a slot stands for. */
  String expand(String slot, SplittableRandom random) {
    return made("{" + slot + "}", random);
  }

  /** What a template of slots and choices stands for. */
  String made(String template, SplittableRandom random) {
    return expand(Text.parse(template), random);
  }

  private String expand(Text text, SplittableRandom random) {
    StringBuilder out = new StringBuilder();
    text.expand(slots, random, out);
    return out.toString()
        .replaceAll(" {2,}", " ")
        .replaceAll(" ([,.!?;])(?= |$)", "$1")
        // a sentence that ends with its own mark, before the full stop of its template
        .replaceAll("([?!])[.!]", "$1")
        .strip();
  }
}
