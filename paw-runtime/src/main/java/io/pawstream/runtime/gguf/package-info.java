/**
 * Headers of GGUF files, read in plain Java and within limits, before native code sees the file;
 * and files written. {@link io.pawstream.runtime.gguf.GgufHeader} and {@link
 * io.pawstream.runtime.gguf.GgufWriter} are the entry points.
 */
@NullMarked
package io.pawstream.runtime.gguf;

import org.jspecify.annotations.NullMarked;
