package io.pawstream.runtime.natives.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({"Linux, amd64", "Linux, x86_64", "linux, AMD64"})
  void javaNamesLeadToAPlatform(String osName, String osArch) {
    assertThat(Platform.of(osName, osArch, false)).isEqualTo(Platform.LINUX_X86_64);
  }

  @ParameterizedTest
  @CsvSource({"Linux, aarch64", "Linux, arm64"})
  void armIsAPlatformOfItsOwn(String osName, String osArch) {
    assertThat(Platform.of(osName, osArch, false)).isEqualTo(Platform.LINUX_AARCH64);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, i386",
    "Mac OS X, aarch64",
    "Windows 11, amd64",
    "FreeBSD, amd64",
    "'', ''",
  })
  void anUnknownPlatformNamesTheKnownOnes(String osName, String osArch) {
    assertThatThrownBy(() -> Platform.of(osName, osArch, false))
        .isInstanceOf(NativesException.class)
        .hasMessageContainingAll("os.name=" + osName, "os.arch=" + osArch, "linux-x86_64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "x86_64"})
  void muslNamesImagesThatWork(String osArch) {
    assertThatThrownBy(() -> Platform.of("Linux", osArch, true))
        .isInstanceOf(NativesException.class)
        .hasMessageContainingAll("libc=musl", "Debian", "Ubuntu");
  }
}
