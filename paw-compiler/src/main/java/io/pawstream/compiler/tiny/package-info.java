/**
 * Makes the demonstration interpreter {@code paw-tiny} from nothing: sentences from a grammar, a
 * tokenizer, training. Not part of the build; {@link io.pawstream.compiler.tiny.MakePawTiny} is the
 * command.
 */
@NullMarked
package io.pawstream.compiler.tiny;

import org.jspecify.annotations.NullMarked;
