/**
 * LoRA adapters: made, read and written. {@link io.pawstream.transformer.lora.LoraAdapter} is the
 * entry point.
 */
@NullMarked
package io.pawstream.transformer.lora;

import org.jspecify.annotations.NullMarked;
