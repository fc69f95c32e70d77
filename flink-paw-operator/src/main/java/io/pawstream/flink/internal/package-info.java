/** What the operators share: opened bindings, metrics, the split of side outputs. Not for users. */
@NullMarked
package io.pawstream.flink.internal;

import org.jspecify.annotations.NullMarked;
