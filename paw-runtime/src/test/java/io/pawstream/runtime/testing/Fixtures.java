package io.pawstream.runtime.testing;

import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The demonstration programs and the shipped interpreter, as bytes to break. */
public final class Fixtures {
  /** Seen from the module, where the tests run. */
  public static final Path PROGRAMS = Path.of("../programs");

  private Fixtures() {}

  /** The members of a program's bundle, read with the JDK's own reader. */
  public static Map<String, byte[]> members(String program) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(PROGRAMS.resolve(program + ".paw").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return members;
  }

  /** The adapter of a real program. */
  public static byte[] adapter() throws IOException {
    return members("log").get("adapter.gguf");
  }

  /** The bytes of the shipped interpreter. */
  public static byte[] interpreter() throws IOException {
    try (InputStream in =
        Fixtures.class.getResourceAsStream("/META-INF/paw/interpreters/paw-tiny.gguf")) {
      return in.readAllBytes();
    }
  }

  /** The header of the shipped interpreter. */
  public static GgufHeader interpreterHeader() throws IOException {
    return header(interpreter());
  }

  public static GgufHeader header(byte[] file) throws IOException {
    return GgufHeader.read(new ByteArrayInputStream(file), file.length, GgufLimits.INTERPRETER);
  }
}
