package io.pawstream.runtime.hub;

import java.util.List;

/**
 * The versions that a slug has had. Immutable; any thread.
 *
 * @param slug whose they are
 * @param main number of the one that the slug stands for
 * @param versions as the hub lists them
 */
public record ProgramVersions(String slug, int main, List<Version> versions) {
  /**
   * One of them: {@code slug@v<number>}.
   *
   * @param number counts from 1
   * @param programId the program
   * @param isMain whether the slug stands for it
   */
  public record Version(int number, String programId, boolean isMain) {}

  public ProgramVersions {
    versions = List.copyOf(versions);
  }
}
