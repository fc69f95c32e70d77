package io.pawstream.runtime.store.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.runtime.files.internal.AtomicFile;
import io.pawstream.runtime.files.internal.FileTree;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.internal.Json;
import io.pawstream.runtime.program.internal.ProgramFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs in the cache directory: checks entries and puts new ones in place, whole or not at
 * all. Any thread and process.
 *
 * <p>Nothing in a bundle proves that it is undamaged. So the digest that an entry had when it was
 * first seen is kept in it, and compared each time.
 */
public final class ProgramCache {
  /** In an entry; the PAW SDK leaves other files alone. */
  static final String RECORD = "paw-streams.json";

  /** What makes a program. */
  static final List<String> FILES = List.of("adapter.gguf", "prompt_template.txt", "meta.json");

  private static final Logger LOG = LoggerFactory.getLogger(ProgramCache.class);
  private static final Pattern PROGRAM_ID = Pattern.compile("[a-f0-9]{16,64}");
  private static final long MAX_RECORD_BYTES = 1 << 16;

  private final CacheLayout layout;

  public ProgramCache(CacheLayout layout) {
    this.layout = layout;
  }

  /**
   * An entry.
   *
   * @param program null if there is none that can be used
   * @param problem why it cannot be used; null if it can, and if there is none
   */
  public record Entry(@Nullable ProgramBundle program, @Nullable String problem) {}

  /** Makes a program at a path: a bundle, or a directory with its files. */
  @FunctionalInterface
  public interface Source {
    void writeTo(Path path) throws IOException;
  }

  /** Where a program is or would be. */
  public Path directory(String id) {
    return layout.program(id);
  }

  /** Looks at an entry. */
  public Entry check(String id) {
    Path directory = layout.program(id);
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return new Entry(null, null);
    }
    try {
      ProgramBundle program = requireId(ProgramBundle.read(directory), id);
      String recorded = recorded(directory);
      if (recorded == null) {
        record(directory, program.digest());
      } else if (!recorded.equals(program.digest())) {
        return new Entry(
            null, "its files have changed: recorded=" + recorded + ", now=" + program.digest());
      }
      return new Entry(program, null);
    } catch (ProgramException e) {
      return new Entry(null, String.valueOf(e.getMessage()));
    }
  }

  /** The ids of all entries, sound or not, sorted. */
  public List<String> ids() {
    if (!Files.isDirectory(layout.programs())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(layout.programs())) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> PROGRAM_ID.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs work while nobody else installs this program. */
  public ProgramBundle locked(String id, Runnable waiting, Supplier<ProgramBundle> work) {
    return FileLocks.locked(layout.programLock(id), waiting, work);
  }

  /**
   * Unpacks a bundle, or copies a directory, and puts it in place; what was there goes. Call it
   * {@link #locked}.
   *
   * @param source writes the bundle or the files
   * @throws ProgramException if it is not sound or another program; nothing has changed then
   */
  public ProgramBundle install(String id, Source source) {
    Path staging = layout.staging().resolve(id + "." + UUID.randomUUID());
    try {
      Files.createDirectories(layout.staging());
      FileTree.removeAbandoned(layout.staging(), name -> true);
      FileTree.removeAbandoned(layout.programs(), name -> name.contains(".replaced."));
      Files.createDirectory(staging);
      try {
        Path packed = staging.resolve(id + ".paw");
        source.writeTo(packed);
        ProgramBundle program = requireId(ProgramBundle.read(packed), id);
        Path unpacked = Files.createDirectory(staging.resolve("extracted"));
        unpack(packed, unpacked);
        record(unpacked, program.digest());
        replace(id, unpacked);
      } finally {
        FileTree.remove(staging);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The cache directory must be writable: directory="
              + layout.root()
              + ", cause="
              + e
              + "; free some space, or set PAW_CACHE_DIR",
          e);
    }
    Entry installed = check(id);
    if (installed.program() == null) {
      throw new ProgramException(
          "An installed program must be sound: program=" + id + ", " + installed.problem());
    }
    return installed.program();
  }

  private static void unpack(Path packed, Path target) throws IOException {
    try (ProgramFiles files = ProgramFiles.open(packed)) {
      for (String name : FILES) {
        try (InputStream in = files.open(name)) {
          Files.copy(in, target.resolve(name));
        }
      }
    }
  }

  private void replace(String id, Path staged) throws IOException {
    Path target = layout.program(id);
    Path backup =
        layout
            .programs()
            .resolve(
                "." + id + ".replaced." + ProcessHandle.current().pid() + "." + System.nanoTime());
    boolean replaced = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (replaced) {
      Files.move(target, backup, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // the PAW SDK, which our lock does not keep out, may have been first
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        LOG.info("Another process installed the program first: program={}", id);
      } else {
        if (replaced) {
          Files.move(backup, target, StandardCopyOption.ATOMIC_MOVE);
        }
        throw e;
      }
    }
    FileTree.remove(backup);
  }

  private static ProgramBundle requireId(ProgramBundle program, String id) {
    if (!program.meta().programId().equals(id)) {
      throw new ProgramException(
          "A program must have the id it was asked for by: asked="
              + id
              + ", program_id="
              + program.meta().programId());
    }
    return program;
  }

  private static @Nullable String recorded(Path directory) {
    Path file = directory.resolve(RECORD);
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > MAX_RECORD_BYTES) {
        return null;
      }
      JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
      return json.path("digest").textValue();
    } catch (IOException e) {
      return null;
    }
  }

  /** Best effort: a cache directory may be read-only. */
  private static void record(Path directory, String digest) {
    try {
      AtomicFile.write(
          directory.resolve(RECORD),
          Json.MAPPER.writeValueAsBytes(Json.MAPPER.createObjectNode().put("digest", digest)));
    } catch (IOException e) {
      LOG.debug("No digest recorded: directory={}, cause={}", directory, e.toString());
    }
  }
}
