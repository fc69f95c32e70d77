package io.pawstream.flink.typeinfo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.Answered;
import io.pawstream.flink.Fixtures.Ticket;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.answer.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flink's own battery for serializers, and the state of the first release. */
class AnsweredSerializerTest extends SerializerTestBase<Answered<String>> {
  private static final String DIGEST = "sha256:" + "0f".repeat(32);

  @Override
  protected TypeSerializer<Answered<String>> createSerializer() {
    return new AnsweredSerializer<>(StringSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<Answered<String>> getTypeClass() {
    return (Class) Answered.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Answered<String>[] getTestData() {
    List<Answered<String>> all = new ArrayList<>(firstRelease());
    String value = "long ".repeat(40_000) + "\ud83d";
    Answer answer =
        new Answer(Answer.Kind.TEXT, value, 0, 0, FinishReason.LENGTH, false, DIGEST, List.of());
    all.add(new Answered<>(value, List.of("order"), List.of(answer)));
    return all.toArray(new Answered[0]);
  }

  /** What lies in the resource. */
  private static List<Answered<String>> firstRelease() {
    List<Answered<String>> all = new ArrayList<>();
    for (Outcome outcome : outcomes()) {
      all.add(new Answered<>("a record", List.of("triage"), Arrays.asList(outcome)));
    }
    all.add(new Answered<>("no binding", List.of(), List.of()));
    all.add(
        new Answered<>("", List.of("a", "b", "c"), Arrays.asList(null, outcomes().get(1), null)));
    return all;
  }

  private static List<Outcome> outcomes() {
    List<Outcome> all = new ArrayList<>();
    all.add(null);
    for (FailureReason reason : FailureReason.values()) {
      all.add(
          new Failure(reason, "the rule; the cure", reason == FailureReason.CLOSED ? "" : DIGEST));
    }
    for (FinishReason finish : FinishReason.values()) {
      for (Answer.Kind kind : Answer.Kind.values()) {
        all.add(new Answer(kind, "value 漢字 😀", 0.25, 1e-9, finish, true, DIGEST, List.of()));
      }
    }
    all.add(
        new Answer(
            Answer.Kind.LABEL,
            "bug",
            1,
            Double.POSITIVE_INFINITY,
            FinishReason.LABEL,
            false,
            DIGEST,
            List.of(
                new LabelScore("bug", -0.1, -0.2),
                new LabelScore("", -9, Double.NEGATIVE_INFINITY))));
    return all;
  }

  /** The bytes in the resource were written by the first release; they must stay readable. */
  @Test
  void readsTheStateOfTheFirstRelease() throws IOException {
    try (InputStream resource = getClass().getResourceAsStream("/answered-v1.hex")) {
      byte[] state = HexFormat.of().parseHex(new String(resource.readAllBytes(), US_ASCII).strip());
      DataInputDeserializer in = new DataInputDeserializer(state);
      TypeSerializerSnapshot<Answered<String>> snapshot =
          TypeSerializerSnapshot.readVersionedSnapshot(in, getClass().getClassLoader());

      assertThat(createSerializer().snapshotConfiguration().resolveSchemaCompatibility(snapshot))
          .matches(compatibility -> compatibility.isCompatibleAsIs());
      TypeSerializer<Answered<String>> restored = snapshot.restoreSerializer();
      for (Answered<String> expected : firstRelease()) {
        assertThat(restored.deserialize(in)).isEqualTo(expected);
      }
      assertThat(in.available()).isZero();
    }
  }

  /** A change of the layout needs a new version and a new resource beside the old one. */
  @Test
  void writesTheStateOfTheFirstRelease() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1 << 16);
    TypeSerializer<Answered<String>> serializer = createSerializer();
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    for (Answered<String> value : firstRelease()) {
      serializer.serialize(value, out);
    }
    try (InputStream resource = getClass().getResourceAsStream("/answered-v1.hex")) {
      assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer()))
          .isEqualTo(new String(resource.readAllBytes(), US_ASCII).strip());
    }
  }

  @Test
  void isIncompatibleWhereTheRecordsAre() {
    assertThat(new AnsweredSerializer<>(LongSerializer.INSTANCE).snapshotConfiguration().getClass())
        .isEqualTo(AnsweredSerializer.Snapshot.class);
    @SuppressWarnings({"unchecked", "rawtypes"})
    TypeSerializerSnapshot<Answered<Long>> strings =
        (TypeSerializerSnapshot) createSerializer().snapshotConfiguration();

    assertThat(
            new AnsweredSerializer<>(LongSerializer.INSTANCE)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(strings)
                .isIncompatible())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 127})
  void refusesAnEncodingItDoesNotKnow(int version) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    createSerializer().serialize(getTestData()[0], out);
    byte[] bytes = out.getCopyOfBuffer();
    bytes[0] = (byte) version;

    assertThatThrownBy(() -> createSerializer().deserialize(new DataInputDeserializer(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version=" + version);
  }

  @Test
  void refusesAConstantItDoesNotKnow() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeByte(1);
    StringSerializer.INSTANCE.serialize("a record", out);
    out.writeInt(1);
    StringSerializer.INSTANCE.serialize("triage", out);
    out.writeByte(3);
    StringSerializer.INSTANCE.serialize("SULKING", out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThatThrownBy(() -> createSerializer().deserialize(in))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("FailureReason")
        .hasMessageContaining("name=SULKING");
  }

  @Test
  void copiesTheRecordsThatCanChange() {
    TypeSerializer<Answered<long[]>> serializer =
        AnsweredTypeInfo.of(TypeInformation.of(long[].class))
            .createSerializer(new SerializerConfigImpl());
    Answered<long[]> original =
        new Answered<>(new long[] {1}, List.of("a"), Arrays.asList(outcomes().get(1)));

    Answered<long[]> copy = serializer.copy(original);
    original.record()[0] = 2;
    assertThat(copy.record()).containsExactly(1);
    assertThat(copy.outcomes()).isEqualTo(original.outcomes());
  }

  @Test
  void isFoundByTypeExtraction() {
    assertThat(TypeInformation.of(new TypeHint<Answered<String>>() {}))
        .isEqualTo(AnsweredTypeInfo.of(Types.STRING));
    TypeInformation<Answered<Ticket>> tickets =
        TypeInformation.of(new TypeHint<Answered<Ticket>>() {});
    assertThat(tickets)
        .isEqualTo(AnsweredTypeInfo.of(TypeInformation.of(Ticket.class)))
        .isNotEqualTo(AnsweredTypeInfo.of(Types.STRING))
        .hasSameHashCodeAs(AnsweredTypeInfo.of(TypeInformation.of(Ticket.class)));
    SerializerConfigImpl noGenericTypes = new SerializerConfigImpl();
    noGenericTypes.setGenericTypes(false);
    assertThat(tickets.createSerializer(noGenericTypes)).isInstanceOf(AnsweredSerializer.class);
  }

  @Test
  void aRawTypeIsRefusedWithTheCure() {
    assertThatThrownBy(() -> new AnsweredTypeInfoFactory().createTypeInfo(Answered.class, Map.of()))
        .isInstanceOf(InvalidTypesException.class)
        .hasMessageContaining("AnsweredTypeInfo.of(..)");
  }
}
