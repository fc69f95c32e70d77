package io.pawstream.runtime.program;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a program is named in configuration: a path or a {@code file:} URI, a program id, {@code
 * owner/slug} or {@code owner/slug@v2}, each optionally followed by {@code @sha256:} and the
 * program's digest. Immutable; any thread.
 */
public sealed interface Reference {
  /** The digest that the program must have, {@code sha256:…}; null for none. */
  @Nullable String pin();

  /**
   * A bundle or directory on this machine.
   *
   * @param path where it is
   */
  record Local(Path path, @Nullable String pin) implements Reference {
    public Local {
      Objects.requireNonNull(path, "path");
    }

    /**
     * Reads the program and compares its digest with the pin.
     *
     * @throws ProgramException if it cannot be read or has another digest
     */
    public ProgramBundle read() {
      ProgramBundle bundle = ProgramBundle.read(path);
      requirePin(bundle);
      return bundle;
    }

    @Override
    public String toString() {
      return pinned(path.toString(), pin);
    }
  }

  /**
   * A program of the hub by its id, which never names another one.
   *
   * @param id 16 to 64 lower-case hex digits
   */
  record Id(String id, @Nullable String pin) implements Reference {
    @Override
    public String toString() {
      return pinned(id, pin);
    }
  }

  /**
   * A program of the hub by name.
   *
   * @param name {@code owner/slug}, or a slug alone for one of the hub's own
   * @param version which one; 0 for the one that the slug stands for today
   */
  record Slug(String name, int version, @Nullable String pin) implements Reference {
    /** The name with its version, as the hub is asked for it. */
    public String versioned() {
      return version == 0 ? name : name + "@v" + version;
    }

    /** The slug without its owner. */
    public String shortName() {
      return name.substring(name.indexOf('/') + 1);
    }

    @Override
    public String toString() {
      return pinned(versioned(), pin);
    }
  }

  /** Whether it may name another program tomorrow: a slug without version and without digest. */
  default boolean isMoving() {
    return this instanceof Slug slug && slug.version() == 0 && slug.pin() == null;
  }

  /**
   * Compares a program with the pin, if there is one.
   *
   * @throws ProgramException if it has another digest
   */
  default void requirePin(ProgramBundle bundle) {
    String pin = pin();
    if (pin != null && !pin.equals(bundle.digest())) {
      throw new ProgramException(
          "A pinned program must have the digest it is pinned to: path="
              + bundle.path()
              + ", pinned="
              + pin
              + ", actual="
              + bundle.digest()
              + "; if the program changed on purpose, change the pin");
    }
  }

  /**
   * Reads a reference; touches no file and asks nobody.
   *
   * @throws ProgramException if it is none; the message says what to write instead
   */
  static Reference parse(String reference) {
    return Parser.parse(reference);
  }

  private static String pinned(String name, @Nullable String pin) {
    return pin == null ? name : name + "@" + pin;
  }

  /** The grammar of references. */
  final class Parser {
    private static final Pattern PINNED = Pattern.compile("(.*)@(sha256:[0-9a-f]{64})");

    /** Two letters at least, so that a Windows drive is no scheme. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private static final Pattern ID = Pattern.compile("[a-f0-9]{16,64}");

    /** The rules of the hub: a slug has 2 to 50 characters. */
    private static final Pattern SLUG =
        Pattern.compile(
            "((?:[A-Za-z0-9][A-Za-z0-9-]*/)?[a-z0-9][a-z0-9-]{0,48}[a-z0-9])(?:@v([1-9][0-9]{0,5}))?");

    private Parser() {}

    private static Reference parse(String reference) {
      Matcher pinned = PINNED.matcher(reference);
      boolean pin = pinned.matches();
      String place = pin ? pinned.group(1) : reference;
      if (place.isBlank() || place.contains("@sha256:")) {
        throw unusable(
            "A reference must be a path, a program id or owner/slug, with or without @sha256: and"
                + " 64 lower-case hex digits",
            reference);
      }
      String digest = pin ? pinned.group(2) : null;
      if (ID.matcher(place).matches()) {
        return new Id(place, digest);
      }
      Matcher slug = SLUG.matcher(place);
      if (slug.matches()) {
        String version = slug.group(2);
        return new Slug(slug.group(1), version == null ? 0 : Integer.parseInt(version), digest);
      }
      return new Local(path(place, reference), digest);
    }

    private static Path path(String place, String reference) {
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
      throw unusable(
          "Programs are named by path, file: URI, id or owner/slug, not by a network address",
          reference);
    }

    private static ProgramException unusable(String rule, String reference) {
      return new ProgramException(rule + ": reference=" + reference);
    }
  }
}
