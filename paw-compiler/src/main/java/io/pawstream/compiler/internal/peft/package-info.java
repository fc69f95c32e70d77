/** LoRA checkpoints of the PEFT library. */
@NullMarked
package io.pawstream.compiler.internal.peft;

import org.jspecify.annotations.NullMarked;
