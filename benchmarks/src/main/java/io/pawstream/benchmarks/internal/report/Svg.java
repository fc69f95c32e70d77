package io.pawstream.benchmarks.internal.report;

import java.util.Locale;

/** What all charts share: colours for light and dark pages, and text that is safe in XML. */
public final class Svg {
  private Svg() {}

  /**
   * The beginning of a file, up to the title. Classes of text: {@code t}, of faint text: {@code f};
   * of lines: {@code l}, faint {@code g}; of bars and dots: {@code c0} to {@code c3}, of lines in
   * these colours {@code s0} to {@code s3}.
   */
  public static String head(int width, int height, String title) {
    return format(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="sans-serif" font-size="13" role="img">
        <title>%s</title>
        <style>
        .p{fill:#ffffff}.t{fill:#1b1f24}.f{fill:#57606a}.l{stroke:#1b1f24}.g{stroke:#d0d7de}
        .c0{fill:#6e7781}.c1{fill:#0a62b8}.c2{fill:#bc4c00}.c3{fill:#1a7f37}
        .s0{stroke:#6e7781}.s1{stroke:#0a62b8}.s2{stroke:#bc4c00}.s3{stroke:#1a7f37}
        @media (prefers-color-scheme: dark){
        .p{fill:#0d1117}.t{fill:#e6edf3}.f{fill:#9198a1}.l{stroke:#e6edf3}.g{stroke:#30363d}
        .c0{fill:#9198a1}.c1{fill:#4493f8}.c2{fill:#f0883e}.c3{fill:#3fb950}
        .s0{stroke:#9198a1}.s1{stroke:#4493f8}.s2{stroke:#f0883e}.s3{stroke:#3fb950}
        }
        </style>
        <rect class="p" width="100%%" height="100%%"/>
        <text class="t" x="10" y="21" font-weight="bold">%s</text>
        """,
        width, height, width, height, escaped(title), escaped(title));
  }

  /** As {@link String#format}, the same in every country. */
  public static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  /** As it may stand between tags. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
