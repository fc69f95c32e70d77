package io.pawstream.jobs.internal.evaluate;

import io.pawstream.rows.Row;
import io.pawstream.rows.RowReader;
import io.pawstream.rows.RowSpec;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Reads {@link Row}s in Flink's file source; one split per file, which keeps the order. */
final class RowFormat extends SimpleStreamFormat<Row> {
  private static final long serialVersionUID = 1L;

  private final RowSpec spec;

  /** A format of such rows. */
  RowFormat(RowSpec spec) {
    this.spec = spec;
  }

  @Override
  public Reader<Row> createReader(Configuration config, FSDataInputStream stream)
      throws IOException {
    RowReader rows = new RowReader(stream, spec);
    return new Reader<>() {
      @Override
      public @Nullable Row read() throws IOException {
        return rows.next();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public TypeInformation<Row> getProducedType() {
    return TypeInformation.of(Row.class);
  }
}
