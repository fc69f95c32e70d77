package io.pawstream.jobs.internal.evaluate;

import io.pawstream.schemas.EvaluationRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** An Avro file of rows that are encoded already. One thread. */
final class AvroRowsWriter implements BulkWriter<JudgedMessage> {
  private final DataFileWriter<Object> file;

  @SuppressWarnings("resource") // Flink closes the stream
  AvroRowsWriter(FSDataOutputStream out) throws IOException {
    file =
        new DataFileWriter<>(new GenericDatumWriter<>())
            .setCodec(CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL))
            .create(EvaluationRow.getClassSchema(), out);
  }

  @Override
  public void addElement(JudgedMessage row) throws IOException {
    if (row.evaluationRow() != null) {
      file.appendEncoded(ByteBuffer.wrap(row.evaluationRow()));
    }
  }

  @Override
  public void flush() throws IOException {
    file.flush();
  }

  @Override
  public void finish() throws IOException {
    file.flush();
  }
}
