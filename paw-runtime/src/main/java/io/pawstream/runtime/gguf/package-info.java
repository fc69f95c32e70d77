/**
 * Headers of GGUF files, read in plain Java and within limits, before native code sees the file.
 * {@link io.pawstream.runtime.gguf.GgufHeader} is the entry point.
 */
@NullMarked
package io.pawstream.runtime.gguf;

import org.jspecify.annotations.NullMarked;
