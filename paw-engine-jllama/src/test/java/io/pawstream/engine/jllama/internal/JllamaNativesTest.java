package io.pawstream.engine.jllama.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.llama.internal.LlamaException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which library is loaded, and that no other is. */
class JllamaNativesTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, de/kherud/llama/Linux/x86_64/libjllama.so",
    "Linux, aarch64, de/kherud/llama/Linux/aarch64/libjllama.so",
    "Mac OS X, aarch64, de/kherud/llama/Mac/aarch64/libjllama.dylib"
  })
  void theJarHasTheLibraryThatIsPinned(String os, String arch, String resource) throws Exception {
    JllamaNatives natives = JllamaNatives.of(os, arch);
    assertThat(natives.resource()).isEqualTo(resource);
    try (InputStream in = natives.url().openStream()) {
      assertThat(Sha256.of(in.readAllBytes())).isEqualTo(natives.sha256());
    }
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64", "Mac OS X, x86_64"})
  void machinesWithoutALibraryAreNamed(String os, String arch) {
    assertThatThrownBy(() -> JllamaNatives.of(os, arch))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContainingAll("os.name=" + os, "os.arch=" + arch, "Linux/x86_64");
  }

  @Test
  void aLibraryOfAnotherVersionIsNotLoaded() {
    JllamaNatives other =
        new JllamaNatives(JllamaNatives.of("Linux", "amd64").resource(), "0".repeat(64));
    assertThatThrownBy(other::unpack)
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("de.kherud:llama:4.2.0");
    assertThatThrownBy(() -> new JllamaNatives("de/kherud/none.so", "0".repeat(64)).url())
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContainingAll("resource=de/kherud/none.so", "add the jar");
  }

  @Test
  void aProcessorWithoutTheInstructionsIsRefused() {
    assertThatThrownBy(() -> JllamaNatives.requireInstructions(Set.of("sse4_2", "avx2", "fma")))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("missing=[f16c]");
    assertThatCode(() -> JllamaNatives.requireInstructions(Set.of("avx2", "fma", "f16c")))
        .doesNotThrowAnyException();
  }

  @Test
  void structuresHaveTheSizesOfTheirCAndOtherDefaultsAreRefused() {
    JllamaModelParams model = new JllamaModelParams();
    JllamaContextParams context = new JllamaContextParams();
    assertThat(model.size()).isEqualTo(JllamaModelParams.SIZE);
    assertThat(context.size()).isEqualTo(JllamaContextParams.SIZE);
    assertThatThrownBy(() -> Probes.require(model, context))
        .isInstanceOf(LlamaException.class)
        .hasMessageContainingAll("b4916", "model=", "context=", "use de.kherud:llama 4.2.0");
  }
}
