package io.pawstream.jobs.internal.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicHeader;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * A file in place of a topic: a line is a value. What is written has a line for each value too; a
 * dead letter's is an object of its value and of why it is dead.
 */
final class LineFiles {
  private LineFiles() {}

  static DataStream<TopicRecord> read(StreamExecutionEnvironment env, Path file) {
    FileSource<String> source =
        FileSource.forRecordStreamFormat(new TextLineInputFormat("UTF-8"), flinkPath(file)).build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), "lines")
        .map(new Numbered(file.getFileName().toString()))
        .returns(TypeInformation.of(TopicRecord.class))
        .name("records");
  }

  /** Writes a folder for each topic into {@code folder}. */
  static void write(DataStream<OutgoingRecord> records, Path folder) {
    records
        .sinkTo(
            FileSink.<OutgoingRecord>forRowFormat(flinkPath(folder), new Lines())
                .withBucketAssigner(new ByTopic())
                .build())
        .name("files");
  }

  private static org.apache.flink.core.fs.Path flinkPath(Path path) {
    return org.apache.flink.core.fs.Path.fromLocalFile(path.toAbsolutePath().toFile());
  }

  /** Counts lines; a job between files is never restarted. */
  private static final class Numbered implements MapFunction<String, TopicRecord> {
    private static final long serialVersionUID = 1L;

    private final String name;
    private long lines;

    Numbered(String name) {
      this.name = name;
    }

    @Override
    public TopicRecord map(String line) {
      return new TopicRecord(
          name, 0, lines++, TopicRecord.NO_TIMESTAMP, null, line.getBytes(UTF_8), List.of());
    }
  }

  private static final class Lines implements Encoder<OutgoingRecord> {
    private static final long serialVersionUID = 1L;
    private static final String FAILURE = "paw.failure.";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public void encode(OutgoingRecord record, OutputStream stream) throws IOException {
      byte[] value = record.value();
      if (value == null) {
        return;
      }
      boolean dead = record.headers().stream().anyMatch(h -> h.name().startsWith(FAILURE));
      stream.write(dead ? letter(record, value) : value);
      stream.write('\n');
    }

    private static byte[] letter(OutgoingRecord record, byte[] value) throws IOException {
      ObjectNode letter = MAPPER.createObjectNode();
      for (TopicHeader header : record.headers()) {
        byte[] text = header.value();
        if (header.name().startsWith(FAILURE) && text != null) {
          letter.put(header.name().substring(FAILURE.length()), new String(text, UTF_8));
        }
      }
      letter.put("value", new String(value, UTF_8));
      return MAPPER.writeValueAsBytes(letter);
    }
  }

  private static final class ByTopic implements BucketAssigner<OutgoingRecord, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(OutgoingRecord record, Context context) {
      return record.topic();
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
