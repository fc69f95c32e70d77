package io.pawstream.runtime.hub;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the hub is to compile. Immutable; any thread. The description leaves this machine.
 *
 * @param spec the description, 10 to 16,000 characters
 * @param compiler name or alias of a compiler; null for the hub's default
 * @param name shown on the hub, at most 100 characters; null for none
 * @param slug under which the program can be pulled; needs an account; null for none
 * @param tags at most 10
 * @param isPublic whether everybody may see description and program. False by default, other than
 *     with the PAW SDK: examples in a description are often somebody's data
 * @param ephemeral whether the hub may forget the program soon
 */
public record CompileRequest(
    String spec,
    @Nullable String compiler,
    @Nullable String name,
    @Nullable String slug,
    List<String> tags,
    boolean isPublic,
    boolean ephemeral) {
  private static final int MIN_SPEC = 10;
  private static final int MAX_SPEC = 16_000;
  private static final int MAX_NAME = 100;
  private static final int MAX_TAGS = 10;

  public CompileRequest {
    Objects.requireNonNull(spec, "spec");
    tags = List.copyOf(tags);
    int length = spec.codePointCount(0, spec.length());
    if (length < MIN_SPEC || length > MAX_SPEC) {
      throw new IllegalArgumentException(
          "a description must have "
              + MIN_SPEC
              + " to "
              + MAX_SPEC
              + " characters: characters="
              + length);
    }
    if (name != null && name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a name must have at most " + MAX_NAME + " characters: characters=" + name.length());
    }
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException(
          "there may be at most " + MAX_TAGS + " tags: tags=" + tags.size());
    }
  }

  /** Private, by the hub's default compiler, without a slug. */
  public static CompileRequest of(String spec) {
    return new CompileRequest(spec, null, null, null, List.of(), false, false);
  }

  public CompileRequest withCompiler(@Nullable String value) {
    return new CompileRequest(spec, value, name, slug, tags, isPublic, ephemeral);
  }

  public CompileRequest withName(@Nullable String value) {
    return new CompileRequest(spec, compiler, value, slug, tags, isPublic, ephemeral);
  }

  public CompileRequest withSlug(@Nullable String value) {
    return new CompileRequest(spec, compiler, name, value, tags, isPublic, ephemeral);
  }

  public CompileRequest withTags(List<String> value) {
    return new CompileRequest(spec, compiler, name, slug, value, isPublic, ephemeral);
  }

  public CompileRequest withPublic(boolean value) {
    return new CompileRequest(spec, compiler, name, slug, tags, value, ephemeral);
  }

  public CompileRequest withEphemeral(boolean value) {
    return new CompileRequest(spec, compiler, name, slug, tags, isPublic, value);
  }
}
