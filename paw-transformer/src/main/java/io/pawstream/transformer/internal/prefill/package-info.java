/** Forward passes that are about speed: blocks, their memory, and how work is cut. No API. */
@NullMarked
package io.pawstream.transformer.internal.prefill;

import org.jspecify.annotations.NullMarked;
