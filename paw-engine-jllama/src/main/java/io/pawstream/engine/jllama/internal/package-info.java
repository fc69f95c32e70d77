/**
 * llama.cpp b4916 out of {@code de.kherud:llama} through JNA: where it is found, what it is told,
 * and what it is guarded by. No API.
 */
@NullMarked
package io.pawstream.engine.jllama.internal;

import org.jspecify.annotations.NullMarked;
