package io.pawstream.jobs.internal.jobfile.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import java.util.ArrayList;
import java.util.List;

/** Puts flags into the tree of a job file. Stateless; any thread. */
final class Flags {
  /** What stands below them is one key, dots and all. */
  private static final List<String> MAPS = List.of("flink", "source.properties", "sink.properties");

  private Flags() {}

  /** Sets the value at {@code path}; what is missing on the way is made. */
  static void put(ObjectNode tree, String path, JsonNode value) {
    List<String> keys = keys(path);
    ObjectNode at = tree;
    for (String key : keys.subList(0, keys.size() - 1)) {
      JsonNode next = at.get(key);
      if (next == null || next.isNull()) {
        next = at.putObject(key);
      }
      if (!(next instanceof ObjectNode object)) {
        throw new JobFileException("a flag must lead to a key: --" + path + ", key=" + key);
      }
      at = object;
    }
    at.set(keys.get(keys.size() - 1), value);
  }

  private static List<String> keys(String path) {
    for (String map : MAPS) {
      if (path.startsWith(map + '.')) {
        List<String> keys = new ArrayList<>(List.of(map.split("\\.")));
        keys.add(path.substring(map.length() + 1));
        return keys;
      }
    }
    return List.of(path.split("\\.", -1));
  }
}
