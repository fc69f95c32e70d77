/**
 * llama.cpp v0.5.0 through JNA: the native surface in one class, and one small owner for each thing
 * that has a native life. Whatever would abort the process is checked here before the call.
 */
@NullMarked
package io.pawstream.runtime.llama.internal;

import org.jspecify.annotations.NullMarked;
