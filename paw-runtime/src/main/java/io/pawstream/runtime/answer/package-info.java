/**
 * What comes back for a record: an {@link io.pawstream.runtime.answer.Answer} or a typed {@link
 * io.pawstream.runtime.answer.Failure}. Plain immutable data, free of every other package.
 */
@NullMarked
package io.pawstream.runtime.answer;

import org.jspecify.annotations.NullMarked;
