/** The commands of {@code paw}: options, their checks, what a person sees. */
@NullMarked
package io.pawstream.cli.internal;

import org.jspecify.annotations.NullMarked;
