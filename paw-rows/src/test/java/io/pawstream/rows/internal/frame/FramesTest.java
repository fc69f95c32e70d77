package io.pawstream.rows.internal.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FramesTest {
  private static final String MARK = "\uFEFF";

  static List<Arguments> lines() {
    return List.of(
        Arguments.of("", List.of()),
        Arguments.of("a", List.of("a")),
        Arguments.of("a\n", List.of("a")),
        Arguments.of("a\nb", List.of("a", "b")),
        Arguments.of("a\r\nb\r\n", List.of("a", "b")),
        Arguments.of("\n\n", List.of("", "")),
        Arguments.of("\r\n", List.of("")),
        Arguments.of("a\rb\n", List.of("a\rb")),
        Arguments.of("a\r\r\n", List.of("a\r")),
        Arguments.of(MARK + "a\nb\n", List.of("a", "b")),
        Arguments.of(MARK, List.of()),
        Arguments.of("a" + MARK + "\n", List.of("a" + MARK)),
        Arguments.of("\"a\nb\"", List.of("\"a", "b\"")));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void findsLines(String file, List<String> expected) throws IOException {
    assertThat(texts(new LineFrames(input(file), 100))).isEqualTo(expected);
  }

  static List<Arguments> records() {
    return List.of(
        Arguments.of("a,b\nc,d\n", List.of("a,b", "c,d")),
        Arguments.of("a,b\r\nc,d", List.of("a,b", "c,d")),
        Arguments.of("a\rb\r", List.of("a", "b")),
        Arguments.of("a,\"b\nc\"\nd,e\n", List.of("a,\"b\nc\"", "d,e")),
        Arguments.of("\"a\r\n\r\nb\",c\r\n", List.of("\"a\r\n\r\nb\",c")),
        Arguments.of("\"a\"\"\n\"\"b\"\nc\n", List.of("\"a\"\"\n\"\"b\"", "c")),
        // a quote inside a plain field opens nothing
        Arguments.of("5\" pipe,x\ny,z\n", List.of("5\" pipe,x", "y,z")),
        Arguments.of(" \"a\nb\"\n", List.of(" \"a", "b\"")),
        Arguments.of("\"\"\n\"\"", List.of("\"\"", "\"\"")),
        Arguments.of(MARK + "\"a\nb\"\n", List.of("\"a\nb\"")),
        Arguments.of("\n\n", List.of("", "")));
  }

  @ParameterizedTest
  @MethodSource("records")
  void findsCsvRecords(String file, List<String> expected) throws IOException {
    assertThat(texts(new CsvFrames(input(file), 100))).isEqualTo(expected);
  }

  @Test
  void tellsAQuoteThatIsNeverClosed() throws IOException {
    Frames frames = new CsvFrames(input("a\n\"b,c\nd\n"), 100);

    assertThat(frames.next().closed()).isTrue();
    Frame open = frames.next();

    assertThat(open.closed()).isFalse();
    assertThat(new String(open.bytes(), UTF_8)).isEqualTo("\"b,c\nd\n");
    assertThat(frames.next()).isNull();
  }

  @Test
  void saysWhereEachRowEnds() throws IOException {
    Frames frames = new LineFrames(input(MARK + "ä\r\nbc\nd"), 100);

    assertThat(frames.next().end()).isEqualTo(3 + 2 + 2);
    assertThat(frames.next().end()).isEqualTo(7 + 3);
    assertThat(frames.next().end()).isEqualTo(10 + 1);
  }

  @Test
  void keepsRowsUpToTheLimitWhole() throws IOException {
    Frames frames = new LineFrames(input("x".repeat(5000) + "\n" + "y".repeat(5001) + "\nz"), 5000);

    assertThat(frames.next().whole()).isTrue();
    Frame over = frames.next();
    assertThat(over.whole()).isFalse();
    assertThat(over.size()).isEqualTo(5001);
    assertThat(over.bytes()).hasSize(FrameBuffer.KEPT_BYTES);
    assertThat(frames.next().whole()).isTrue();
    assertThat(frames.next()).isNull();
  }

  /** Twice the heap of the test's JVM as one line: it passes only where memory is bounded. */
  @Test
  void readsALineFarLongerThanTheMemory() throws IOException {
    long bytes = 2 * Runtime.getRuntime().maxMemory();
    Frames frames = new LineFrames(new ByteInput(new Same(bytes)), 1 << 20);

    Frame frame = frames.next();

    assertThat(frame.size()).isEqualTo(bytes);
    assertThat(frame.bytes()).hasSize(FrameBuffer.KEPT_BYTES);
    assertThat(frames.next()).isNull();
  }

  private static ByteInput input(String text) throws IOException {
    return new ByteInput(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static List<String> texts(Frames frames) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Frame next = frames.next(); next != null; next = frames.next()) {
      texts.add(new String(next.bytes(), UTF_8));
    }
    return texts;
  }

  /** A file of one letter. */
  private static final class Same extends InputStream {
    private long left;

    Same(long bytes) {
      left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      java.util.Arrays.fill(into, from, from + count, (byte) 'x');
      left -= count;
      return count;
    }
  }
}
