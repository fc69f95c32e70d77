package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Java of a page within its frame: a file of {@code frames} that has what the page leaves out, and
 * a line {@code // block}. A block that is a whole file needs none. Immutable.
 *
 * @param name of the class
 */
record JavaSnippet(String name, String source) {
  private static final Pattern CLASS = Pattern.compile("(?m)^public (?:final )?class (\\w+)");

  static JavaSnippet of(Block block, String frame) throws IOException {
    if (frame.isEmpty()) {
      Matcher whole = CLASS.matcher(block.text());
      if (!whole.find()) {
        throw new AssertionError(block.at() + ": must name a frame or be a whole file");
      }
      return new JavaSnippet(whole.group(1), block.text());
    }
    try (InputStream in = JavaSnippet.class.getResourceAsStream("/frames/" + frame + ".java")) {
      if (in == null) {
        throw new AssertionError(block.at() + ": no such frame: " + frame);
      }
      String around = new String(in.readAllBytes(), UTF_8);
      return new JavaSnippet(frame, around.replace("// block\n", block.text()));
    }
  }

  /** Compiles it against the class path of the tests; what is wrong with it, or an empty text. */
  String compile(Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    StringWriter out = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                out,
                null,
                null,
                List.of("-d", folder.toString(), "-proc:none", "-cp", classPath()),
                null,
                compiler.getStandardFileManager(null, null, UTF_8).getJavaFileObjects(file))
            .call();
    return compiled ? "" : "must compile:\n" + out;
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }
}
