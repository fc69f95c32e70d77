/** Finds the llama.cpp libraries for this machine on the class path and unpacks them. */
@NullMarked
package io.pawstream.runtime.natives.internal;

import org.jspecify.annotations.NullMarked;
