package io.pawstream.flink.sql.internal.model;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.VarCharType;
import org.jspecify.annotations.Nullable;

/**
 * What a model's rows hold, in their order. Immutable; any thread.
 *
 * @param columns at least {@code LABEL} or {@code TEXT}
 */
@Internal
public record OutputColumns(List<Output> columns) implements Serializable {

  /** A column that a model may have, recognised by name and type. */
  public enum Output {
    LABEL(VarCharType.STRING_TYPE),
    TEXT(VarCharType.STRING_TYPE),
    CONFIDENCE(new DoubleType()),
    MARGIN(new DoubleType()),
    PROGRAM(VarCharType.STRING_TYPE),
    ERROR(VarCharType.STRING_TYPE);

    private final LogicalType type;

    Output(LogicalType type) {
      this.type = type;
    }

    private String sqlName() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static String supported() {
      return Arrays.stream(values())
          .map(o -> o.sqlName() + " " + (o.type instanceof DoubleType ? "DOUBLE" : "STRING"))
          .collect(Collectors.joining(", "));
    }
  }

  public OutputColumns {
    columns = List.copyOf(columns);
  }

  /**
   * The columns of a model.
   *
   * @throws ValidationException naming the column of input or output that is not supported
   */
  static OutputColumns of(String model, ResolvedCatalogModel catalogModel) {
    checkInput(model, catalogModel.getResolvedInputSchema().getColumns());
    List<Output> outputs = new ArrayList<>();
    for (Column column : catalogModel.getResolvedOutputSchema().getColumns()) {
      outputs.add(output(model, column));
    }
    long answers = outputs.stream().filter(o -> o == Output.LABEL || o == Output.TEXT).count();
    if (answers != 1) {
      throw new ValidationException(
          "a paw model needs one of the outputs label and text: model="
              + model
              + ", outputs="
              + outputs.stream().map(Output::sqlName).toList()
              + "; write OUTPUT (label STRING) for a label set, OUTPUT (text STRING) for free"
              + " text");
    }
    return new OutputColumns(outputs);
  }

  private static void checkInput(String model, List<Column> inputs) {
    if (inputs.size() != 1
        || !inputs.get(0).isPhysical()
        || !inputs.get(0).getDataType().getLogicalType().is(LogicalTypeFamily.CHARACTER_STRING)) {
      throw new ValidationException(
          "a paw model has one input, a STRING: model="
              + model
              + ", input="
              + inputs.stream().map(Column::asSummaryString).toList()
              + "; join several columns into one text before ML_PREDICT");
    }
  }

  private static Output output(String model, Column column) {
    for (Output output : Output.values()) {
      if (column.isPhysical()
          && column.getName().equalsIgnoreCase(output.sqlName())
          && column.getDataType().getLogicalType().equals(output.type)) {
        return output;
      }
    }
    throw new ValidationException(
        "an output of a paw model must be a known one, of its type, nullable: model="
            + model
            + ", output="
            + column.asSummaryString()
            + "; supported are "
            + Output.supported());
  }

  /**
   * Checks the columns against the label set that the program runs with.
   *
   * @throws IllegalArgumentException if there is a column for labels and no label set
   */
  void checkLabels(String model, List<String> labels) {
    if (labels.isEmpty() && columns.contains(Output.LABEL)) {
      throw new IllegalArgumentException(
          "an output label needs a label set, and this program has none: model="
              + model
              + "; give one with 'labels', or call the output text");
    }
  }

  /** The row of an input that is NULL. */
  RowData nulls() {
    return new GenericRowData(columns.size());
  }

  /**
   * The row of an input.
   *
   * @param outcome what the program said
   * @param kept what the policy made of it; the answer is taken from it
   */
  RowData row(Outcome outcome, @Nullable Outcome kept) {
    Answer answer = kept instanceof Answer a ? a : null;
    GenericRowData row = new GenericRowData(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.setField(i, field(columns.get(i), outcome, answer));
    }
    return row;
  }

  private static @Nullable Object field(Output output, Outcome outcome, @Nullable Answer answer) {
    return switch (output) {
      case LABEL, TEXT -> answer == null ? null : StringData.fromString(answer.value());
      case CONFIDENCE -> answer == null ? null : (Object) answer.confidence();
      case MARGIN -> answer == null ? null : (Object) answer.margin();
      case PROGRAM -> StringData.fromString(outcome.program());
      case ERROR ->
          outcome instanceof Failure failure
              ? StringData.fromString(failure.reason().code() + ": " + failure.detail())
              : null;
    };
  }
}
