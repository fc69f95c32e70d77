package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.net.URI;

/**
 * An interpreter that can be fetched. Immutable.
 *
 * @param name what messages call it
 * @param file name of the file
 * @param url where it is published
 * @param size its bytes
 * @param sha256 its digest, lower-case hex
 */
public record ModelFile(String name, String file, URI url, long size, String sha256) {
  /** A known one, at its place below {@code modelsUrl}. */
  public static ModelFile of(KnownInterpreter known, URI modelsUrl) {
    return new ModelFile(
        known.shortName(),
        known.fileName(),
        URI.create(modelsUrl + "/" + known.repository() + "/resolve/main/" + known.fileName()),
        known.size(),
        known.sha256());
  }
}
