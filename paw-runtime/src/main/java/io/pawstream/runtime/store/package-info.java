/**
 * Programs and interpreters on this machine, in the cache directory of the PAW SDK; what is missing
 * comes from the hub. {@link io.pawstream.runtime.store.ProgramStore} is the entry point.
 */
@NullMarked
package io.pawstream.runtime.store;

import org.jspecify.annotations.NullMarked;
