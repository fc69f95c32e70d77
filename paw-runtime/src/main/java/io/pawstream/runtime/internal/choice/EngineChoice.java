package io.pawstream.runtime.internal.choice;

import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineProgram;
import io.pawstream.runtime.engine.EngineProvider;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.internal.llama.DeviceChoice;
import io.pawstream.runtime.internal.EngineProviders;
import io.pawstream.runtime.internal.Engines;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.Placement;
import io.pawstream.runtime.natives.internal.Natives;
import io.pawstream.runtime.natives.internal.NativesException;
import io.pawstream.runtime.program.ProgramBundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code engine=auto} means on this machine: {@code llama} where it has a graphics processor,
 * else the engine that labelled most records per second of a program on this interpreter, measured
 * once and kept; never the one that the processor's name speaks for. Any thread.
 */
public final class EngineChoice {
  private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);

  /** What this process knows; also its lock, so that engines are measured one after the other. */
  private static final Map<String, Speeds> KNOWN = new HashMap<>();

  private EngineChoice() {}

  /**
   * The name of the engine. Blocks while engines are measured: seconds, half a minute for an
   * interpreter of hundreds of megabytes.
   *
   * @param options whose engine is {@code auto}
   * @throws RuntimeException if the program cannot be loaded
   */
  public static String choose(
      Interpreter interpreter,
      EngineOptions options,
      ProgramBundle bundle,
      ProgramOptions programOptions) {
    List<String> names = candidates(interpreter);
    if (names.isEmpty()) {
      throw new EngineUnavailableException(
          "an engine must be there for this machine and interpreter: interpreter="
              + interpreter.name()
              + "; the log says why none of those on the class path can be had");
    }
    if (names.size() == 1) {
      LOG.info("engine auto: {} for {}, there is no other", names.get(0), interpreter.name());
      return names.get(0);
    }
    Placement placement = names.contains(EngineOptions.LLAMA) ? placement(options) : Placement.CPU;
    if (placement.device() != null) {
      LOG.info("engine auto: llama for {}, {}", interpreter.name(), placement);
      return EngineOptions.LLAMA;
    }
    String key = key(interpreter, options, names);
    synchronized (KNOWN) {
      Speeds known = KNOWN.get(key);
      if (known != null) {
        return known.fastest();
      }
      SpeedFile file = new SpeedFile(key);
      Optional<Speeds> kept = file.read().filter(s -> names.contains(s.fastest()));
      Speeds speeds =
          kept.orElseGet(() -> measure(interpreter, options, bundle, programOptions, names));
      if (kept.isEmpty()) {
        file.write(speeds);
      }
      LOG.info(
          "engine auto: {} for {}, {}: {}; {}; set engine to decide yourself",
          speeds.fastest(),
          interpreter.name(),
          kept.isEmpty() ? "measured now" : "measured before",
          speeds,
          file.path());
      KNOWN.put(key, speeds);
      return speeds.fastest();
    }
  }

  /** Where {@code llama} would compute. */
  private static Placement placement(EngineOptions options) {
    LlamaLibrary library = LlamaLibrary.acquire(options.deterministic());
    try {
      return DeviceChoice.of(options, library);
    } finally {
      library.release();
    }
  }

  /**
   * The name of the engine for free text: the one that is asked for if it decodes text, else {@code
   * llama}. For {@code auto} also another, where {@code llama} cannot be had.
   */
  public static String forText(Interpreter interpreter, String asked) {
    if (!asked.equals(EngineOptions.AUTO)) {
      return EngineProviders.answersText(asked) ? asked : EngineOptions.LLAMA;
    }
    return candidates(interpreter).stream()
        .filter(name -> name.equals(EngineOptions.LLAMA) || EngineProviders.answersText(name))
        .findFirst()
        .orElse(EngineOptions.LLAMA);
  }

  /** The engines that can be had: {@code llama} and those on the class path that say so. */
  public static List<String> candidates(Interpreter interpreter) {
    List<String> names = new ArrayList<>();
    try {
      Natives.list();
      names.add(EngineOptions.LLAMA);
    } catch (NativesException e) {
      LOG.info("engine {} cannot be had: {}", EngineOptions.LLAMA, e.getMessage());
    }
    for (EngineProvider provider : EngineProviders.all()) {
      try {
        provider.check(interpreter);
        names.add(provider.name());
      } catch (EngineUnavailableException e) {
        LOG.info("engine {} cannot be had: {}", provider.name(), e.getMessage());
      }
    }
    return names;
  }

  private static String key(Interpreter interpreter, EngineOptions options, List<String> names) {
    return String.join(
        "\n",
        "1",
        interpreter.sha256(),
        LlamaLibrary.VERSION,
        String.valueOf(names),
        "lanes=" + options.lanes(),
        "threads=" + options.threads(),
        "maxSequences=" + options.maxSequences(),
        "batchTokens=" + options.batchTokens(),
        "deterministic=" + options.deterministic(),
        "weights=" + options.weights(),
        Machine.describe());
  }

  private static Speeds measure(
      Interpreter interpreter,
      EngineOptions options,
      ProgramBundle bundle,
      ProgramOptions programOptions,
      List<String> names) {
    LOG.info("engine auto: measuring {} with {}", names, interpreter.name());
    ProgramOptions patient = programOptions.withDeadline(null);
    Map<String, Double> speeds = new LinkedHashMap<>();
    for (String name : names) {
      EngineOptions named = options.toBuilder().engine(name).build();
      try (Engines.Lease lease = Engines.acquire(interpreter, named)) {
        Engine engine = lease.engine();
        try (EngineProgram program = engine.load(bundle, patient)) {
          speeds.put(name, Trial.recordsPerSecond(engine, program));
        }
      } catch (EngineUnavailableException e) {
        LOG.warn("engine auto: not {}: {}", name, e.getMessage());
      }
    }
    return new Speeds(speeds);
  }
}
