/**
 * What every engine shares: the queue that forms micro-batches, the lanes that run them, prepared
 * answers and deadlines.
 */
@NullMarked
package io.pawstream.runtime.engine.internal;

import org.jspecify.annotations.NullMarked;
