package io.pawstream.benchmarks.internal.workload;

import io.pawstream.runtime.engine.ProgramOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A kind of records, and how the program is asked. The same for every way to answer them. */
public enum Workload {
  /** What most streams hold. */
  MESSAGES("messages", "messages of 20 to 60 tokens"),
  /** Lines that come again and again, with prepared answers as the engine has them by default. */
  LOG("log", "log lines, 4 of 5 repeated; the engine with its prepared answers"),
  LONG("long", "texts of 500 tokens"),
  LABELS_2("labels-2", "the messages, 2 labels"),
  LABELS_50("labels-50", "the messages, 50 labels"),
  /** Text is generated token by token. */
  EXTRACTION("extraction", "the messages with an order number in each, free text");

  /** Fewest and most tokens of a message. */
  static final int LEAST = 20;

  static final int MOST = 60;

  private static final int LONG_TOKENS = 500;

  /** The cut after a word leaves a long text shorter by up to so many tokens. */
  private static final int WORD = 16;

  private static final int MESSAGE_COUNT = 256;
  private static final int LONG_COUNT = 64;

  /** Most tokens that are generated where the answer is free text. */
  private static final int TEXT_TOKENS = 12;

  /** Tokens that an order number and the words around it have at least, and at most. */
  private static final int LEAST_ORDER = 8;

  private static final int MOST_ORDER = 19;

  private static final List<String> LABELS =
      List.of(
          ("account address advert airport alarm allergy apology backup battery billing booking"
                  + " camera cancel carrier catalog charger chat checkout coupon customs damage"
                  + " delay delivery discount download email exchange export feedback firmware"
                  + " gift holiday invoice keyboard language login manual network order parking"
                  + " password payment printer privacy recall refund repair security training"
                  + " warranty")
              .split(" "));

  private final String key;
  private final String label;

  Workload(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** Its name on the command line. */
  public String key() {
    return key;
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** Whether the answers are labels. */
  public boolean labels() {
    return this != EXTRACTION;
  }

  /** Whether most records are lines that were there before, and their answers prepared. */
  public boolean repeats() {
    return this == LOG;
  }

  /**
   * Whether the engine does one native pass for each micro-batch: not where labels begin with the
   * same tokens or text is generated.
   */
  public boolean onePass() {
    return this != LABELS_50 && this != EXTRACTION && this != LONG;
  }

  /** How a program with these options is asked. */
  public ProgramOptions options(ProgramOptions given) {
    return switch (this) {
      case LABELS_2 -> given.withLabels(List.of("urgent", "routine"));
      case LABELS_50 -> given.withLabels(LABELS);
      case EXTRACTION -> given.withLabels(List.of()).withMaxTokens(TEXT_TOKENS);
      default -> given;
    };
  }

  /** Most tokens that the SDK's loop generates, where not the default. */
  public int sdkTokens(int given) {
    return this == EXTRACTION ? TEXT_TOKENS : given;
  }

  /**
   * The texts of its records; the same ones for the same arguments.
   *
   * @param messages what texts are made of
   * @param lines of a log
   * @param tokens how many tokens a text has
   * @param room most tokens that the interpreter has room for
   */
  public List<String> texts(
      List<String> messages, List<String> lines, ToIntFunction<String> tokens, int room) {
    TextMaker maker = new TextMaker(messages, tokens);
    return switch (this) {
      case LOG -> lines;
      case LONG -> {
        int most = Math.min(LONG_TOKENS + WORD / 2, room);
        yield maker.texts(LONG_COUNT, most - WORD, most);
      }
      case EXTRACTION ->
          withOrders(maker.texts(MESSAGE_COUNT, LEAST - LEAST_ORDER, MOST - MOST_ORDER));
      default -> maker.texts(MESSAGE_COUNT, LEAST, MOST);
    };
  }

  private static List<String> withOrders(List<String> messages) {
    List<String> texts = new ArrayList<>();
    for (String message : messages) {
      texts.add("My order is ORD-" + (1000 + texts.size() * 37 % 9000) + ". " + message);
    }
    return texts;
  }

  /**
   * The workload of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Workload named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.key.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--workload must be all or one of " + keys() + ": workload=" + name));
  }

  /** The names of all. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Workload::key).toList();
  }

  /** The program in the project's own folder that it is for; null where any will do. */
  public @Nullable String demonstration() {
    return this == EXTRACTION ? "order.paw" : null;
  }
}
