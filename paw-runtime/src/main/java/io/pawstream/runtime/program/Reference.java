package io.pawstream.runtime.program;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a program is named in configuration: a path or a {@code file:} URI, optionally followed by
 * {@code @sha256:} and the program's digest. Immutable; any thread.
 *
 * @param path the bundle or directory
 * @param pin the digest that the program must have, {@code sha256:…}; null for none
 */
public record Reference(Path path, @Nullable String pin) {
  private static final Pattern PINNED = Pattern.compile("(.*)@(sha256:[0-9a-f]{64})");

  /** Two letters at least, so that a Windows drive is no scheme. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private static final Pattern ID = Pattern.compile("[a-f0-9]{16,64}");

  /** {@code slug}, {@code owner/slug}, each with an optional {@code @v2}. */
  private static final Pattern SLUG =
      Pattern.compile("([A-Za-z0-9-]+/)?[a-z0-9][a-z0-9-]*[a-z0-9](@v[0-9]+)?");

  public Reference {
    Objects.requireNonNull(path, "path");
  }

  /**
   * Reads a reference; touches no file.
   *
   * @throws ProgramException if it is none, or of a kind that is not supported; the message says
   *     what to write instead
   */
  public static Reference parse(String reference) {
    Matcher pinned = PINNED.matcher(reference);
    boolean pin = pinned.matches();
    String place = pin ? pinned.group(1) : reference;
    if (place.isBlank() || place.contains("@sha256:")) {
      throw unusable(
          "A reference must be a path, with or without @sha256: and 64 lower-case hex digits",
          reference);
    }
    return new Reference(path(place, reference), pin ? pinned.group(2) : null);
  }

  /**
   * Reads the program and compares its digest with the pin.
   *
   * @throws ProgramException if it cannot be read or has another digest
   */
  public ProgramBundle read() {
    ProgramBundle bundle = ProgramBundle.read(path);
    if (pin != null && !pin.equals(bundle.digest())) {
      throw new ProgramException(
          "A pinned program must have the digest it is pinned to: path="
              + path
              + ", pinned="
              + pin
              + ", actual="
              + bundle.digest()
              + "; if the program changed on purpose, change the pin");
    }
    return bundle;
  }

  private static Path path(String place, String reference) {
    if (ID.matcher(place).matches() || SLUG.matcher(place).matches()) {
      throw unusable(
          "Programs are loaded by path, not by id or slug; download the bundle and write the path"
              + " of its .paw file, or ./"
              + place
              + " for a directory of this name",
          reference);
    }
    try {
      if (!SCHEME.matcher(place).matches()) {
        return Path.of(place);
      }
      if (place.regionMatches(true, 0, "file:", 0, 5)) {
        return Path.of(URI.create(place));
      }
    } catch (InvalidPathException e) {
      throw unusable("A reference must be a legal path (" + e.getReason() + ")", reference);
    } catch (IllegalArgumentException e) {
      throw unusable("A file: reference must be a URI such as file:///programs/a.paw", reference);
    }
    throw unusable("Programs are loaded by path or file: URI, not from the network", reference);
  }

  private static ProgramException unusable(String rule, String reference) {
    return new ProgramException(rule + ": reference=" + reference);
  }

  /** As it stands in configuration. */
  @Override
  public String toString() {
    return pin == null ? path.toString() : path + "@" + pin;
  }
}
