package io.pawstream.engine.jllama.internal;

import io.pawstream.runtime.engine.internal.probe.AdapterProbe;
import io.pawstream.runtime.engine.internal.probe.AdapterTrial;
import io.pawstream.runtime.natives.internal.Natives;
import java.util.List;

/** Main class of the process that tries an adapter with this engine's library. */
public final class JllamaTrial {
  private JllamaTrial() {}

  /**
   * @param args the interpreter's file and digest, the adapter's file; all were checked by the
   *     parent
   */
  public static void main(String[] args) {
    AdapterTrial.run(JllamaLibrary.acquire(), args);
  }

  /** The trial of an adapter with this library. */
  public static AdapterProbe.Trial with(JllamaLibrary library) {
    return new AdapterProbe.Trial(
        JllamaTrial.class,
        List.of(
            "-D" + Natives.DIRECTORY_PROPERTY + '=' + library.path().resolve("../..").normalize()),
        List.of(),
        library.natives().url(),
        library.natives().resource());
  }
}
