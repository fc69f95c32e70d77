package io.pawstream.runtime.store.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pawstream.runtime.files.internal.AtomicFile;
import io.pawstream.runtime.program.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which program a slug was resolved to last: {@code slug_cache.json}. Any thread and process. */
final class SlugCache {
  private static final Logger LOG = LoggerFactory.getLogger(SlugCache.class);
  private static final Pattern PROGRAM_ID = Pattern.compile("[a-f0-9]{16,64}");
  private static final long MAX_BYTES = 16 << 20;

  private final CacheLayout layout;

  SlugCache(CacheLayout layout) {
    this.layout = layout;
  }

  /** The program id; null if it was never resolved. */
  @Nullable String get(String slug) {
    return all().get(slug);
  }

  /** Program ids by slug. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    Path file = layout.slugCache();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
      json.fields()
          .forEachRemaining(
              entry -> {
                String id = entry.getValue().asText("");
                if (PROGRAM_ID.matcher(id).matches()) {
                  all.put(entry.getKey(), id);
                }
              });
    } catch (NoSuchFileException e) {
      return all;
    } catch (IOException e) {
      LOG.warn("The cache of slugs is unreadable and starts anew: file={}", file);
    }
    return all;
  }

  /** Keeps these, besides what is there. Where it cannot be written, slugs are asked for again. */
  void putAll(Map<String, String> resolved) {
    if (resolved.isEmpty() || all().entrySet().containsAll(resolved.entrySet())) {
      return;
    }
    FileLocks.locked(
        layout.slugCacheLock(),
        () -> {},
        () -> {
          Map<String, String> all = all();
          all.putAll(resolved);
          try {
            AtomicFile.write(
                layout.slugCache(),
                Json.MAPPER
                    .writer()
                    .with(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsBytes(all));
          } catch (IOException e) {
            LOG.warn(
                "The cache of slugs cannot be written: file={}, cause={}",
                layout.slugCache(),
                e.toString());
          }
          return all;
        });
  }
}
