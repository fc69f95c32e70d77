package io.pawstream.runtime.files.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha256Test {
  // printf '%s' <text> | sha256sum
  @ParameterizedTest
  @CsvSource({
    "'',  e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  })
  void bytesAndFilesHaveTheKnownDigest(String text, String digest, @TempDir Path temp)
      throws Exception {
    byte[] bytes = text.getBytes(US_ASCII);

    assertThat(Sha256.of(bytes)).isEqualTo(digest);
    assertThat(Sha256.of(Files.write(temp.resolve("f"), bytes))).isEqualTo(digest);
  }
}
