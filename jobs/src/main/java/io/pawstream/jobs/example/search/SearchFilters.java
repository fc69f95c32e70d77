package io.pawstream.jobs.example.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.flink.Answered;
import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.example.ExampleJob;
import io.pawstream.jobs.example.ExampleJobs;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.topic.format.DeadLetters;
import io.pawstream.jobs.internal.topic.format.JsonObjects;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * What people type into a search to filters of a shop. A binding with a label set is a slot of that
 * name, whose label {@code none} means no filter; numbers are found by code. A binding {@code
 * filters} of free text writes the whole JSON object instead. {@link FilterCheck} decides: filters
 * that break a rule are dropped and the text is searched as it is.
 */
public final class SearchFilters implements ExampleJob {
  static final ConfigOption<List<String>> COLOURS =
      words("colours", "red", "blue", "green", "black", "white", "brown");
  static final ConfigOption<List<String>> CATEGORIES =
      words("categories", "shoes", "jackets", "dresses", "shirts", "trousers", "bags");
  static final ConfigOption<List<String>> SIZES =
      words(
          "sizes",
          ("XS S M L XL XXL 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48"
                  + " 92 98 104 110 116 122 128 134 140 146 152 158 164 170 176")
              .split(" "));
  static final ConfigOption<Integer> MOST_PRICE =
      ConfigOptions.key("search-filters.most-price")
          .intType()
          .defaultValue(10_000)
          .withDescription("The highest price that makes sense.");

  private static final String WHOLE = "filters";
  private static final String NONE = "none";

  private static ConfigOption<List<String>> words(String key, String... usual) {
    return ConfigOptions.key("search-filters." + key)
        .stringType()
        .asList()
        .defaultValues(usual)
        .withDescription("Allowed " + key + ".");
  }

  @Override
  public String name() {
    return "search-filters";
  }

  /** Those that are there: slots, or the one that writes all. */
  @Override
  public List<String> bindings() {
    return List.of();
  }

  @Override
  public List<ConfigOption<?>> options() {
    return List.of(COLOURS, CATEGORIES, SIZES, MOST_PRICE);
  }

  @Override
  public DataStream<OutgoingRecord> build(DataStream<TopicRecord> searches, JobFile job) {
    Configuration settings = ExampleJobs.settings(job, this);
    Map<String, List<String>> words = new LinkedHashMap<>();
    words.put("colour", List.copyOf(settings.get(COLOURS)));
    words.put("category", List.copyOf(settings.get(CATEGORIES)));
    FilterCheck check =
        new FilterCheck(
            words, List.copyOf(settings.get(SIZES)), BigDecimal.valueOf(settings.get(MOST_PRICE)));
    InputExtractor<TopicRecord> input = ExampleJobs.input(job);
    String topic = job.sink().topic();
    String dead = ExampleJobs.deadLetterTopic(job);
    List<String> bindings = List.copyOf(job.bindings().keySet());
    Map<String, Double> bounds = new LinkedHashMap<>();
    bindings.forEach(name -> bounds.put(name, ExampleJobs.minConfidence(job, name)));
    return ExampleJobs.asked(searches, input, job, "paw", bindings)
        .map(answered -> written(answered, input, check, bounds, topic, dead))
        .returns(TypeInformation.of(OutgoingRecord.class))
        .name("filters")
        .uid("filters");
  }

  private static OutgoingRecord written(
      Answered<TopicRecord> answered,
      InputExtractor<TopicRecord> input,
      FilterCheck check,
      Map<String, Double> bounds,
      String topic,
      String dead) {
    for (String name : answered.names()) {
      Failure failure = answered.failure(name);
      if (failure != null) {
        return DeadLetters.of(dead, answered.record(), name, failure);
      }
    }
    String text = String.valueOf(input.inputOf(answered.record()));
    ObjectNode filters = candidate(answered, text, bounds);
    String wrong = filters == null ? WHOLE : check.wrong(filters, text);
    ObjectNode search = JsonNodeFactory.instance.objectNode();
    search.put("text", text);
    search.set(WHOLE, wrong == null ? filters : JsonNodeFactory.instance.objectNode());
    if (wrong != null) {
      search.put("refused", wrong);
    }
    return OutgoingRecord.of(
        topic, answered.record(), JsonObjects.write(search), answered.record().headers());
  }

  /** What programs and code make of a text, unchecked; null where it is no JSON object. */
  private static @Nullable ObjectNode candidate(
      Answered<TopicRecord> answered, String text, Map<String, Double> bounds) {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    for (String name : answered.names()) {
      Answer answer = answered.answer(name);
      if (answer == null || ExampleJobs.isLow(answer, bounds.getOrDefault(name, 0.0))) {
        continue;
      }
      if (name.equals(WHOLE) && !answer.isLabel()) {
        try {
          return JsonObjects.read(answer.value().getBytes(UTF_8));
        } catch (UnreadableRecordException e) {
          return null;
        }
      }
      if (!answer.value().equals(NONE)) {
        filters.put(name, answer.value());
      }
    }
    SearchNumbers.addTo(filters, text);
    return filters;
  }
}
