/**
 * Text to tokens and back, in plain Java, as llama.cpp does it. {@link
 * io.pawstream.compiler.tokenizer.Tokenizer} is the entry point. Knows no programs beyond their
 * template.
 */
@NullMarked
package io.pawstream.compiler.tokenizer;

import org.jspecify.annotations.NullMarked;
