package io.pawstream.jobs.internal.files;

import com.github.luben.zstd.Zstd;
import io.pawstream.rows.UnreadableInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Packs and unpacks pages of Parquet files without Hadoop, whose configuration Parquet's own codecs
 * would need. Stateless; any thread.
 */
public final class ParquetCodecs implements CompressionCodecFactory {

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return new BytesInputCompressor() {
      @Override
      public BytesInput compress(BytesInput bytes) throws IOException {
        return BytesInput.from(packed(codec, bytes.toByteArray()));
      }

      @Override
      public CompressionCodecName getCodecName() {
        return codec;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new BytesInputDecompressor() {
      @Override
      public BytesInput decompress(BytesInput bytes, int size) throws IOException {
        return BytesInput.from(unpacked(codec, bytes.toByteArray(), size));
      }

      @Override
      public void decompress(ByteBuffer from, int packedSize, ByteBuffer to, int size)
          throws IOException {
        byte[] packed = new byte[packedSize];
        from.get(packed);
        to.put(unpacked(codec, packed, size));
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public void release() {}

  private static byte[] packed(CompressionCodecName codec, byte[] plain) throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> plain;
      case SNAPPY -> Snappy.compress(plain);
      case ZSTD -> Zstd.compress(plain);
      case GZIP -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
          out.write(plain);
        }
        yield bytes.toByteArray();
      }
      default -> throw unknown(codec);
    };
  }

  private static byte[] unpacked(CompressionCodecName codec, byte[] packed, int size)
      throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> packed;
      case SNAPPY -> Snappy.uncompress(packed);
      case ZSTD -> Zstd.decompress(packed, size);
      case GZIP -> new GZIPInputStream(new ByteArrayInputStream(packed)).readNBytes(size);
      default -> throw unknown(codec);
    };
  }

  private static UnreadableInputException unknown(CompressionCodecName codec) {
    return new UnreadableInputException(
        "pages of a Parquet file must be packed with a known codec: codec="
            + codec
            + "; known are UNCOMPRESSED, SNAPPY, GZIP and ZSTD");
  }
}
