package io.pawstream.flink.typeinfo;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an {@link Outcome}, version 1. Constants travel by name, so their order is free to
 * change; a name this version does not know is an error, not a guess. Any thread.
 */
final class OutcomeCodec {
  static final int VERSION = 1;

  private static final int NONE = 0;
  private static final int LABEL = 1;
  private static final int TEXT = 2;
  private static final int FAILURE = 3;

  private OutcomeCodec() {}

  static void checkVersion(int version) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "outcomes must be encoded as version 1: version="
              + version
              + "; restore with the release that wrote this state");
    }
  }

  static void write(@Nullable Outcome outcome, DataOutputView out) throws IOException {
    if (outcome instanceof Answer answer) {
      writeAnswer(answer, out);
    } else if (outcome instanceof Failure failure) {
      out.writeByte(FAILURE);
      writeString(failure.reason().name(), out);
      writeString(failure.detail(), out);
      writeString(failure.program(), out);
    } else {
      out.writeByte(NONE);
    }
  }

  private static void writeAnswer(Answer answer, DataOutputView out) throws IOException {
    out.writeByte(answer.isLabel() ? LABEL : TEXT);
    writeString(answer.value(), out);
    out.writeDouble(answer.confidence());
    out.writeDouble(answer.margin());
    writeString(answer.finish().name(), out);
    out.writeBoolean(answer.truncated());
    writeString(answer.program(), out);
    out.writeInt(answer.scores().size());
    for (LabelScore score : answer.scores()) {
      writeString(score.label(), out);
      out.writeDouble(score.logProb());
      out.writeDouble(score.logProbWithEnd());
    }
  }

  static @Nullable Outcome read(DataInputView in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case NONE -> null;
      case LABEL -> readAnswer(Answer.Kind.LABEL, in);
      case TEXT -> readAnswer(Answer.Kind.TEXT, in);
      case FAILURE ->
          new Failure(constant(FailureReason.class, in), readString(in), readString(in));
      default -> throw new IOException("the kind of an outcome must be from 0 to 3: kind=" + kind);
    };
  }

  private static Answer readAnswer(Answer.Kind kind, DataInputView in) throws IOException {
    String value = readString(in);
    double confidence = in.readDouble();
    double margin = in.readDouble();
    FinishReason finish = constant(FinishReason.class, in);
    boolean truncated = in.readBoolean();
    String program = readString(in);
    int size = in.readInt();
    List<LabelScore> scores = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      scores.add(new LabelScore(readString(in), in.readDouble(), in.readDouble()));
    }
    return new Answer(kind, value, confidence, margin, finish, truncated, program, scores);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, DataInputView in)
      throws IOException {
    String name = readString(in);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the "
              + type.getSimpleName()
              + " must be one that this release knows: name="
              + name
              + "; restore with the release that wrote this state",
          e);
    }
  }

  private static void writeString(String value, DataOutputView out) throws IOException {
    StringSerializer.INSTANCE.serialize(value, out);
  }

  private static String readString(DataInputView in) throws IOException {
    return StringSerializer.INSTANCE.deserialize(in);
  }
}
