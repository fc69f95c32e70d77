package io.pawstream.compiler;

import io.pawstream.compiler.internal.bundle.Publisher;
import io.pawstream.compiler.internal.bundle.Staging;
import io.pawstream.compiler.internal.peft.PeftCheckpoint;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.transformer.lora.LoraAdapter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes programs out of adapters that were trained elsewhere. What comes out has passed the checks
 * of the runtime; when one fails, nothing is written. Any thread.
 */
public final class AdapterImport {
  private AdapterImport() {}

  /**
   * Takes a LoRA checkpoint of the library PEFT.
   *
   * @param directory holds {@code adapter_config.json} and {@code adapter_model.safetensors} (F32,
   *     F16 or BF16) of a plain LoRA on the linear layers of {@code qwen3} or {@code gpt2}
   * @return the program as it was written
   * @throws AdapterException if it cannot be read, or does not fit the interpreter
   * @throws CompileException if the output cannot be written
   */
  public static ProgramBundle fromPeft(Path directory, ImportRequest request) {
    LoraAdapter adapter;
    try {
      adapter = PeftCheckpoint.read(directory, request.interpreter());
    } catch (IOException e) {
      throw new AdapterException("PEFT checkpoint " + directory + ": " + message(e), e);
    }
    Staging.check(request.output());
    try (Staging staging = Staging.beside(request.output())) {
      Path file = staging.file("adapter.gguf");
      adapter.write(file, request.adapterType());
      return publish(staging, file, request);
    } catch (IllegalArgumentException e) {
      throw new AdapterException("PEFT checkpoint " + directory + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw Staging.unwritable(request.output(), e);
    }
  }

  /**
   * Takes a LoRA adapter in the format of llama.cpp, as it is.
   *
   * @return the program as it was written
   * @throws AdapterException if it cannot be read, breaks a rule of the runtime, or does not fit
   *     the interpreter
   * @throws CompileException if the output cannot be written
   */
  public static ProgramBundle fromGguf(Path adapter, ImportRequest request) {
    try {
      check(GgufHeader.read(adapter, GgufLimits.ADAPTER), request);
    } catch (IOException e) {
      throw new AdapterException("Adapter " + adapter + ": " + message(e), e);
    }
    Staging.check(request.output());
    try (Staging staging = Staging.beside(request.output())) {
      Path file = staging.file("adapter.gguf");
      Files.copy(adapter, file);
      return publish(staging, file, request);
    } catch (IOException e) {
      throw Staging.unwritable(request.output(), e);
    }
  }

  private static ProgramBundle publish(Staging staging, Path file, ImportRequest request)
      throws IOException {
    GgufHeader header = GgufHeader.read(file, GgufLimits.ADAPTER);
    Publisher publisher =
        new Publisher(
            request.spec(),
            request.template(),
            request.interpreter(),
            request.labels(),
            check(header, request),
            header.float32("adapter.lora.alpha").orElse(0f),
            request.createdAt());
    publisher.pack(staging, "program.paw", file, Map.of(), List.of());
    staging.publish("program.paw", request.output());
    return ProgramBundle.read(request.output());
  }

  private static int check(GgufHeader adapter, ImportRequest request) {
    try {
      return AdapterCheck.check(adapter, request.interpreter().header());
    } catch (ProgramException e) {
      throw new AdapterException("The adapter must fit the interpreter: " + e.getMessage(), e);
    }
  }

  /** What happened, also where the system says no more than a file name. */
  private static String message(IOException e) {
    return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
  }
}
