/**
 * The PAW hub over HTTP: what programs there are, downloads, compilation, hosted inference. Opens
 * no connection by itself: {@link io.pawstream.runtime.hub.Hub} does when a method is called.
 */
@NullMarked
package io.pawstream.runtime.hub;

import org.jspecify.annotations.NullMarked;
