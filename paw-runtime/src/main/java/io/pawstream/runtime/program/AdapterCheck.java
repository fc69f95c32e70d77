package io.pawstream.runtime.program;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufValue;
import io.pawstream.runtime.interpreter.Architecture;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gate before an adapter reaches native code: what passes can neither abort llama.cpp nor
 * change anything but the linear layers of an interpreter's blocks.
 *
 * <p>Rules and reasons, each an abort or a hole in llama.cpp: a metadata value of another type than
 * the loader asks for aborts the process; a tensor that is not two-dimensional, or one on the token
 * embedding, aborts it at the first decode; {@code alpha} is used unchecked; unknown keys can turn
 * on features that programs do not have ({@code adapter.alora.*}).
 */
public final class AdapterCheck {
  private static final String ARCHITECTURE = "general.architecture";
  private static final String ALPHA = "adapter.lora.alpha";
  private static final float MAX_ALPHA = 1024;
  private static final long MAX_RANK = 256;

  /** llama.cpp logs the values of strings. */
  private static final int MAX_STRING_CHARS = 1024;

  /** The four that a program has, and some that writers of GGUF files add and no one reads. */
  private static final Map<String, GgufValue.Type> KEYS =
      Map.ofEntries(
          Map.entry(ARCHITECTURE, GgufValue.Type.STRING),
          Map.entry("general.type", GgufValue.Type.STRING),
          Map.entry("adapter.type", GgufValue.Type.STRING),
          Map.entry(ALPHA, GgufValue.Type.FLOAT32),
          Map.entry("general.alignment", GgufValue.Type.UINT32),
          Map.entry("general.author", GgufValue.Type.STRING),
          Map.entry("general.description", GgufValue.Type.STRING),
          Map.entry("general.file_type", GgufValue.Type.UINT32),
          Map.entry("general.license", GgufValue.Type.STRING),
          Map.entry("general.name", GgufValue.Type.STRING),
          Map.entry("general.quantization_version", GgufValue.Type.UINT32),
          Map.entry("general.version", GgufValue.Type.STRING));

  private static final Set<GgufType> TYPES =
      EnumSet.of(
          GgufType.F32, GgufType.F16, GgufType.BF16, GgufType.Q8_0, GgufType.Q5_0, GgufType.Q4_0);

  private static final Pattern NAME =
      Pattern.compile("(blk\\.(?:0|[1-9][0-9]{0,2})\\.([a-z_]+)\\.weight)\\.lora_([ab])");

  private AdapterCheck() {}

  /**
   * Checks an adapter against the interpreter it is to run on.
   *
   * @param adapter the header of {@code adapter.gguf}
   * @param interpreter the header of the interpreter, itself checked
   * @return the rank of the adapter, 1 to 256
   * @throws ProgramException if a rule is broken; the message names the key or tensor
   */
  public static int check(GgufHeader adapter, GgufHeader interpreter) {
    try {
      metadata(adapter, interpreter);
      return tensors(adapter, interpreter);
    } catch (GgufException e) {
      throw new ProgramException("adapter.gguf: " + e.getMessage(), e);
    }
  }

  private static void metadata(GgufHeader adapter, GgufHeader interpreter) throws GgufException {
    for (Map.Entry<String, GgufValue> entry : adapter.metadata().entrySet()) {
      GgufValue.Type type = KEYS.get(entry.getKey());
      if (type == null) {
        throw broken(
            "must not have other keys than " + new TreeSet<>(KEYS.keySet()), "key", entry.getKey());
      }
      if (entry.getValue().type() != type) {
        throw broken(
            "must have the type " + type + " for " + entry.getKey(),
            "type",
            entry.getValue().type());
      }
      if (entry.getValue() instanceof GgufValue.Text text
          && (text.value().length() > MAX_STRING_CHARS
              || text.value().chars().anyMatch(c -> c < ' ' || c == 0x7F))) {
        throw broken(
            "must have strings of at most "
                + MAX_STRING_CHARS
                + " characters and no control characters",
            "key",
            entry.getKey());
      }
    }
    same("general.type", adapter.string("general.type"), "adapter");
    same("adapter.type", adapter.string("adapter.type"), "lora");
    same(ARCHITECTURE, adapter.string(ARCHITECTURE), architecture(interpreter).key());
    Optional<Float> alpha = adapter.float32(ALPHA);
    // written so that NaN does not pass
    if (alpha.isEmpty() || !(alpha.get() > 0 && alpha.get() <= MAX_ALPHA)) {
      throw broken(
          "must have an alpha above 0 and up to " + MAX_ALPHA,
          ALPHA,
          alpha.map(Object::toString).orElse("missing"));
    }
  }

  private static Architecture architecture(GgufHeader interpreter) throws GgufException {
    Optional<String> key = interpreter.string(ARCHITECTURE);
    return key.flatMap(Architecture::of)
        .orElseThrow(
            () ->
                broken(
                    "needs an interpreter of a known architecture",
                    ARCHITECTURE,
                    key.orElse("missing")));
  }

  private static int tensors(GgufHeader adapter, GgufHeader interpreter) throws GgufException {
    Set<String> layers = architecture(interpreter).linearLayers();
    Map<String, GgufTensor> targets = new HashMap<>();
    interpreter.tensors().forEach(tensor -> targets.put(tensor.name(), tensor));
    Map<String, GgufTensor> own = new HashMap<>();
    adapter.tensors().forEach(tensor -> own.put(tensor.name(), tensor));
    if (own.isEmpty()) {
      throw broken("must have tensors", "tensors", 0);
    }
    long rank = rank(adapter.tensors().get(0));
    for (GgufTensor tensor : adapter.tensors()) {
      Matcher name = NAME.matcher(tensor.name());
      if (!name.matches() || !layers.contains(name.group(2))) {
        throw broken(
            "must have tensors blk.N.X.weight.lora_a and .lora_b only, X one of "
                + new TreeSet<>(layers),
            "tensor",
            tensor.name());
      }
      GgufTensor target = targets.get(name.group(1));
      if (target == null || target.shape().size() != 2) {
        throw broken("must change matrices that the interpreter has", "tensor", tensor.name());
      }
      boolean first = name.group(3).equals("a");
      if (!own.containsKey(name.group(1) + (first ? ".lora_b" : ".lora_a"))) {
        throw broken("must have lora_a and lora_b in pairs", "tensor", tensor.name());
      }
      if (!TYPES.contains(tensor.type())) {
        throw broken(
            "must have tensors of types " + TYPES + ", tensor=" + tensor.name(),
            "type",
            tensor.type());
      }
      List<Long> shape =
          first ? List.of(target.shape().get(0), rank) : List.of(rank, target.shape().get(1));
      if (!tensor.shape().equals(shape)) {
        throw broken(
            "must fit the interpreter and have one rank throughout, tensor="
                + tensor.name()
                + ", expected="
                + shape,
            "shape",
            tensor.shape());
      }
    }
    requireWholeFile(adapter);
    return (int) rank;
  }

  private static long rank(GgufTensor any) {
    boolean first = any.name().endsWith(".lora_a");
    List<Long> shape = any.shape();
    long rank = shape.size() == 2 ? shape.get(first ? 1 : 0) : 0;
    if (rank < 1 || rank > MAX_RANK) {
      throw broken(
          "must have two-dimensional tensors of rank 1 to " + MAX_RANK + ", tensor=" + any.name(),
          "shape",
          shape);
    }
    return rank;
  }

  /** Behind the last tensor only padding may follow. */
  private static void requireWholeFile(GgufHeader adapter) {
    if (adapter.fileSize() - adapter.dataEnd() >= adapter.alignment()) {
      throw broken(
          "must end with its last tensor, end=" + adapter.dataEnd(), "size", adapter.fileSize());
    }
  }

  private static void same(String key, Optional<String> actual, String expected) {
    if (!actual.equals(Optional.of(expected))) {
      throw broken("must have " + key + " " + expected, key, actual.orElse("missing"));
    }
  }

  private static ProgramException broken(String rule, String name, Object value) {
    return new ProgramException("An adapter " + rule + ": " + name + "=" + value);
  }
}
